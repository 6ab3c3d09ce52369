package dev.minato.services;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A client on one of the JDK's own sockets, for bytes written as text: one char a byte. What waits fails
/// after half a minute.
final class Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    final Socket socket = new Socket();
    private final InputStream input;

    Client(InetSocketAddress address) throws IOException {
        this(address, 0);
    }

    /// @param receiveBuffer how much the kernel holds for it; 0 for what is usual
    Client(InetSocketAddress address, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        input = socket.getInputStream();
    }

    Client send(String bytes) throws IOException {
        return send(bytes.getBytes(ISO_8859_1));
    }

    Client send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    Client end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    String read(int length) throws IOException {
        return new String(input.readNBytes(length), ISO_8859_1);
    }

    String readToEnd() throws IOException {
        return new String(input.readAllBytes(), ISO_8859_1);
    }

    /// A line with its LF; what is left at the end.
    String readLine() throws IOException {
        var line = new StringBuilder();
        int next = 0;
        while (next != '\n' && next >= 0) {
            next = input.read();
            if (next >= 0) {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /// Resets the connection.
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
