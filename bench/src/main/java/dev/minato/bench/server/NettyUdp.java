package dev.minato.bench.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// Netty's datagrams on one event loop: `NettyUdp NIO|EPOLL|IO_URING [segments]`; with epoll, up to 32 datagrams a
/// system call, or bursts in one piece.
@SuppressWarnings("FutureReturnValueIgnored") // a lost datagram is counted by the load
final class NettyUdp extends ChannelInboundHandlerAdapter {
    private static final int DATAGRAM = 2048;
    private static final int BATCH = 32;

    private NettyUdp() {}

    public static void main(String[] arguments) throws InterruptedException {
        NettyTransport transport = NettyTransport.of(arguments);
        var bootstrap = new Bootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, transport.handler.get()))
                .channel(transport.datagram)
                .option(ChannelOption.SO_RCVBUF, JdkUdp.RECEIVE_BUFFER)
                .handler(new NettyUdp());
        if (List.of(arguments).contains("segments")) {
            // A buffer for one burst: batches of bursts would lose the sizes of their segments.
            bootstrap
                    .handler(new NettyBursts())
                    .option(EpollChannelOption.UDP_GRO, true)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(64 * 1024));
        } else if (transport == NettyTransport.EPOLL) {
            // As Netty says: batches need a buffer for all of them, and the length of one.
            bootstrap
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new AdaptiveRecvByteBufAllocator(DATAGRAM, BATCH * DATAGRAM, BATCH * DATAGRAM));
        }
        var channel = bootstrap.bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        Control.ready(((InetSocketAddress) channel.localAddress()).getPort());
        channel.closeFuture().sync();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var packet = (DatagramPacket) message;
        context.write(new DatagramPacket(packet.content(), packet.sender()), context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.err.println("netty: " + cause);
    }
}
