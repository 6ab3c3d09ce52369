package dev.minato.bench.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Netty with its defaults and one event loop, or `loops`: `NettyEcho NIO|EPOLL|IO_URING [lines] [loops=1]`.
///
/// Writes as it reads, and flushes once after what was there was read. `lines` puts Netty's decoder of lines and its
/// idle timeout before that. The decoder leaves the line feed on, so that a line is sent back as it is.
@SuppressWarnings("FutureReturnValueIgnored") // the write that fails ends the connection
final class NettyEcho extends ChannelInboundHandlerAdapter {
    private static final int MAX_LINE = 64 * 1024;
    private static final int IDLE_SECONDS = 60;

    /// For pipelines of others.
    NettyEcho() {}

    public static void main(String[] arguments) throws InterruptedException {
        NettyTransport transport = NettyTransport.of(arguments);
        var loop = new MultiThreadIoEventLoopGroup(Arguments.number(arguments, "loops", 1), transport.handler.get());
        var listener = new ServerBootstrap()
                .group(loop)
                .channel(transport.listener)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Connections(Arguments.has(arguments, "lines")))
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        Control.ready(((InetSocketAddress) listener.localAddress()).getPort());
        listener.closeFuture().sync();
    }

    private static final class Connections extends ChannelInitializer<SocketChannel> {
        private final boolean lines;

        Connections(boolean lines) {
            this.lines = lines;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            if (lines) {
                channel.pipeline()
                        .addLast(new IdleStateHandler(IDLE_SECONDS, 0, 0))
                        .addLast(new LineBasedFrameDecoder(MAX_LINE, false, true));
            }
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
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
