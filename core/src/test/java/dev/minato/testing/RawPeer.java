package dev.minato.testing;

import dev.minato.address.SocketAddr;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A peer that is not Minato: a plain socket of the JDK, for what only the system can do. Tests with one are
/// tagged `real`, since no simulated network has them.
public final class RawPeer implements AutoCloseable {
    private final Socket socket;
    private final SocketAddr address;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.address = SocketAddr.of((InetSocketAddress) socket.getLocalSocketAddress());
        socket.setSoTimeout((int) Eventually.PATIENCE.toMillis());
    }

    /// Connects.
    public static RawPeer connect(SocketAddr address) throws IOException {
        var socket = new Socket();
        socket.connect(address.toInetSocketAddress());
        return new RawPeer(socket);
    }

    /// Connects from an IP address of this machine.
    public static RawPeer connect(String from, SocketAddr address) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(address.toInetSocketAddress());
        return new RawPeer(socket);
    }

    /// Its own address; known also after the close.
    public SocketAddr address() {
        return address;
    }

    /// Sends text as UTF-8.
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Sends bytes.
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// Sends one byte as urgent data.
    public void sendUrgent(byte data) throws IOException {
        socket.sendUrgentData(data);
    }

    /// Exactly that many bytes as UTF-8; fewer if the stream ends before.
    public String receive(int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.UTF_8);
    }

    /// What comes last of all that comes until `end`, which is as much as `end` is long; less if the stream ends
    /// before.
    public String receiveUntil(String end) throws IOException {
        var tail = "";
        var buffer = new byte[64 * 1024];
        int count = 0;
        while (count != -1 && !tail.endsWith(end)) {
            count = socket.getInputStream().read(buffer);
            if (count > 0) {
                tail += new String(buffer, 0, count, StandardCharsets.UTF_8);
                tail = tail.substring(Math.max(0, tail.length() - end.length()));
            }
        }
        return tail;
    }

    /// Whether the stream has ended, waiting for the end or a byte.
    public boolean isAtEnd() throws IOException {
        return socket.getInputStream().read() == -1;
    }

    /// Sends FIN, and can still receive.
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    /// Closes with RST, whatever is left to send or receive.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
