package dev.minato.bench.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.util.Optional;

/// The echo of bursts in one piece: Netty hands over the datagrams one by one, and this puts those of one sender and
/// one length together again.
@SuppressWarnings("FutureReturnValueIgnored") // a lost datagram is counted by the load
final class NettyBursts extends ChannelInboundHandlerAdapter {
    private static final int LARGEST = 65_400;
    private static final int MOST = 64;

    private Optional<ByteBuf> burst = Optional.empty();
    private InetSocketAddress sender = new InetSocketAddress(0);
    private int size;
    private int count;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var packet = (DatagramPacket) message;
        int length = packet.content().readableBytes();
        boolean fits = burst.isPresent()
                && length == size
                && count < MOST
                && (count + 1) * size <= LARGEST
                && packet.sender().equals(sender);
        if (!fits) {
            send(context);
            burst = Optional.of(context.alloc().directBuffer(64 * 1024));
            sender = packet.sender();
            size = length;
        }
        burst.orElseThrow().writeBytes(packet.content());
        count++;
        packet.release();
    }

    private void send(ChannelHandlerContext context) {
        burst.ifPresent(bytes -> context.write(
                count == 1 ? new DatagramPacket(bytes, sender) : new SegmentedDatagramPacket(bytes, size, sender),
                context.voidPromise()));
        burst = Optional.empty();
        count = 0;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        send(context);
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.err.println("netty: " + cause);
    }
}
