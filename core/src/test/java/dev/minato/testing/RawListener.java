package dev.minato.testing;

import dev.minato.address.SocketAddr;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// A listener that is not Minato; see [RawPeer].
public final class RawListener implements AutoCloseable {
    private final ServerSocket socket;
    private final List<SocketChannel> queued = new ArrayList<>();

    private RawListener(Loopback family, int backlog) throws IOException {
        this.socket = new ServerSocket(0, backlog, InetAddress.getByName(family.host()));
        socket.setSoTimeout((int) Eventually.PATIENCE.toMillis());
    }

    /// Listens on a free port.
    public static RawListener open(Loopback family) throws IOException {
        return new RawListener(family, 50);
    }

    /// Listens with a backlog that is full: whoever connects now waits, until the listener is closed.
    public static RawListener full(Loopback family) throws IOException {
        var listener = new RawListener(family, 1);
        // Linux answers one more than the backlog says; beyond it, it drops what asks to connect. How many that
        // are is not for a test to know: one attempt after the other, until one does not get through.
        boolean through = true;
        while (through) {
            var channel = SocketChannel.open();
            listener.queued.add(channel);
            channel.configureBlocking(false);
            through = channel.connect(listener.socket.getLocalSocketAddress()) || finishes(channel);
        }
        return listener;
    }

    private static boolean finishes(SocketChannel channel) throws IOException {
        long end = System.nanoTime() + 100_000_000;
        while (System.nanoTime() < end) {
            if (channel.finishConnect()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /// Where it listens.
    public SocketAddr address() {
        return SocketAddr.of((InetSocketAddress) socket.getLocalSocketAddress());
    }

    /// The next connection.
    public RawPeer accept() throws IOException {
        return new RawPeer(socket.accept());
    }

    /// Ends listening, and with it an accept that waits.
    public void stop() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : queued) {
            channel.close();
        }
        socket.close();
    }
}
