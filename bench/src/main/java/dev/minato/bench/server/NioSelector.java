package dev.minato.bench.server;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// One `Selector` with callbacks, and one buffer for all: how fast plain Java is without a thread a connection.
final class NioSelector {
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final ByteBuffer shared = ByteBuffer.allocateDirect(64 * 1024);

    private NioSelector(Selector selector, ServerSocketChannel listener) {
        this.selector = selector;
        this.listener = listener;
    }

    public static void main(String[] arguments) throws IOException {
        try (var selector = Selector.open();
                var listener = JdkBlockingEcho.listen()) {
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            Control.ready(listener.socket().getLocalPort());
            new NioSelector(selector, listener).run();
        }
    }

    private void run() throws IOException {
        while (true) {
            selector.select(this::handle);
        }
    }

    private void handle(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                serve(key, (SocketChannel) key.channel());
            }
        } catch (IOException gone) {
            end(key);
        }
    }

    private void accept() throws IOException {
        for (@Nullable SocketChannel stream = listener.accept(); stream != null; stream = listener.accept()) {
            stream.setOption(StandardSocketOptions.TCP_NODELAY, true);
            stream.configureBlocking(false).register(selector, SelectionKey.OP_READ);
        }
    }

    /// What could not be written yet is attached to the key, and reading stops meanwhile.
    private void serve(SelectionKey key, SocketChannel stream) throws IOException {
        if (key.attachment() instanceof ByteBuffer behind) {
            stream.write(behind);
            if (!behind.hasRemaining()) {
                key.attach(null);
                key.interestOps(SelectionKey.OP_READ);
            }
            return;
        }
        if (stream.read(shared.clear()) < 0) {
            end(key);
            return;
        }
        stream.write(shared.flip());
        if (shared.hasRemaining()) {
            key.attach(ByteBuffer.allocate(shared.remaining()).put(shared).flip());
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private static void end(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new AssertionError("closing a socket does not fail", e);
        }
    }
}
