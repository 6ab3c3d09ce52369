package dev.minato.bench.server;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The three ways in which Netty talks to the kernel.
@SuppressWarnings("ImmutableEnumChecker") // the suppliers are method references, without state
enum NettyTransport {
    NIO(NioIoHandler::newFactory, NioServerSocketChannel.class, NioDatagramChannel.class, () -> null),
    EPOLL(
            EpollIoHandler::newFactory,
            EpollServerSocketChannel.class,
            EpollDatagramChannel.class,
            Epoll::unavailabilityCause),
    IO_URING(
            IoUringIoHandler::newFactory,
            IoUringServerSocketChannel.class,
            IoUringDatagramChannel.class,
            IoUring::unavailabilityCause);

    final Supplier<IoHandlerFactory> handler;
    final Class<? extends ServerChannel> listener;
    final Class<? extends DatagramChannel> datagram;
    private final Supplier<@Nullable Throwable> unavailable;

    NettyTransport(
            Supplier<IoHandlerFactory> handler,
            Class<? extends ServerChannel> listener,
            Class<? extends DatagramChannel> datagram,
            Supplier<@Nullable Throwable> unavailable) {
        this.handler = handler;
        this.listener = listener;
        this.datagram = datagram;
        this.unavailable = unavailable;
    }

    /// The one that the first argument names; ends the process if this machine does not have it.
    static NettyTransport of(String[] arguments) {
        NettyTransport transport = valueOf(arguments[0]);
        @Nullable Throwable cause = transport.unavailable.get();
        if (cause != null) {
            Control.skip(String.valueOf(cause.getMessage()));
        }
        return transport;
    }
}
