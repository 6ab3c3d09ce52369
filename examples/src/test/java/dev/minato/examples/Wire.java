package dev.minato.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.address.SocketAddr;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/// The JDK's own sockets as clients, with a bound on every wait.
public final class Wire {
    private static final int PATIENCE_MILLIS = 10_000;

    private Wire() {}

    /// A connection to `address`.
    public static Socket connect(SocketAddr address) throws IOException {
        return connect(address.toInetSocketAddress());
    }

    static Socket connect(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(address, PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// The next connection to `target`.
    public static Socket accept(ServerSocket target) throws IOException {
        target.setSoTimeout(PATIENCE_MILLIS);
        Socket accepted = target.accept();
        accepted.setSoTimeout(PATIENCE_MILLIS);
        return accepted;
    }

    /// All that comes back for `request`, which ends with the end of the stream.
    public static String ask(SocketAddr address, String request) throws IOException {
        try (var socket = connect(address)) {
            return finish(socket, request);
        }
    }

    /// Sends the last request of a connection; what comes back until its end.
    public static String finish(Socket socket, String request) throws IOException {
        send(socket, request);
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    /// Ends a connection with a reset.
    public static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /// Sends text.
    public static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    /// Waits for as much text as `expected` is long.
    public static String receive(Socket socket, String expected) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(expected.getBytes(UTF_8).length);
        return new String(bytes, UTF_8);
    }

    /// A reader of lines, for whoever reads nothing else from the socket.
    public static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /// A UDP socket on the loopback.
    public static DatagramSocket datagrams() throws IOException {
        return datagrams(InetAddress.getLoopbackAddress(), 0);
    }

    /// A UDP socket on an address.
    public static DatagramSocket datagrams(InetAddress address, int port) throws IOException {
        var socket = new DatagramSocket(port, address);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /// The datagram that comes back for `request`.
    public static String askDatagram(SocketAddr address, String request) throws IOException {
        try (var socket = datagrams()) {
            byte[] bytes = request.getBytes(UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, address.toInetSocketAddress()));
            return text(receive(socket));
        }
    }

    /// The next datagram.
    public static DatagramPacket receive(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return packet;
    }

    /// Sends `text` to where `to` came from.
    public static void reply(DatagramSocket socket, DatagramPacket to, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, to.getSocketAddress()));
    }

    /// What a datagram says.
    public static String text(DatagramPacket packet) {
        return new String(Arrays.copyOf(packet.getData(), packet.getLength()), UTF_8);
    }
}
