package dev.minato.bench.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Netty with its defaults and one event loop: `NettyEcho NIO|EPOLL|IO_URING`.
///
/// Writes as it reads, and flushes once after what was there was read.
@SuppressWarnings("FutureReturnValueIgnored") // the write that fails ends the connection
final class NettyEcho extends ChannelInboundHandlerAdapter {
    private NettyEcho() {}

    public static void main(String[] arguments) throws InterruptedException {
        NettyTransport transport = NettyTransport.of(arguments);
        var loop = new MultiThreadIoEventLoopGroup(1, transport.handler.get());
        var listener = new ServerBootstrap()
                .group(loop)
                .channel(transport.listener)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Connections())
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        Control.ready(((InetSocketAddress) listener.localAddress()).getPort());
        listener.closeFuture().sync();
    }

    private static final class Connections extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            channel.pipeline().addLast(new NettyEcho());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        context.write(message, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
