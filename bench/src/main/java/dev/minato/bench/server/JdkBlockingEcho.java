package dev.minato.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Echo through blocking channels; who starts the threads decides of which kind they are.
final class JdkBlockingEcho {
    private static final int BACKLOG = 4096;

    private JdkBlockingEcho() {}

    /// Starts a thread.
    @FunctionalInterface
    interface Starter {
        Thread start(Runnable body);
    }

    static void serve(String[] arguments, Starter starter) throws IOException {
        int buffer = Arguments.number(arguments, "buffer", 16 * 1024);
        try (var listener = listen()) {
            Control.ready(listener.socket().getLocalPort());
            while (true) {
                SocketChannel stream = listener.accept();
                starter.start(() -> serve(stream, buffer));
            }
        }
    }

    static ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    }

    private static void serve(SocketChannel stream, int bytes) {
        try (stream) {
            stream.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var buffer = ByteBuffer.allocateDirect(bytes);
            while (stream.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    stream.write(buffer);
                }
            }
        } catch (IOException expected) {
            // The load ends its connections by a reset.
            return;
        }
    }
}
