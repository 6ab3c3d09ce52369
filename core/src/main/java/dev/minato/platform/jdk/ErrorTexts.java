package dev.minato.platform.jdk;

import dev.minato.error.ErrorKind;
import dev.minato.platform.kernel.DescriptorProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The operating system's error texts in the language of this process, learned by provoking them.
///
/// The JDK reports strerror(3), which follows the locale (`LANG=de_DE.UTF-8`: "Die Adresse wird bereits
/// verwendet"), and no error number. Each failure is provoked on the loopback interface, never blocks, and
/// sends nothing to other machines. That happens once, when a text is met that is not English, and not while
/// no file descriptor is left.
final class ErrorTexts {
    private static final int LOOPBACK = 0x7f000001;
    private static final int BROADCAST = 0x7fffffff;
    private static final int DOCUMENTATION = 0xc0000201; // 192.0.2.1, RFC 5737: nobody's
    private static final int TOO_LONG = 65_536;
    private static final int MAX_GROUPS = 64; // Linux allows 20 by default

    private static volatile Map<String, ErrorKind> learned = Map.of();

    private ErrorTexts() {}

    /// Something that fails, in just one way.
    @FunctionalInterface
    private interface Provocation {
        void run() throws IOException;
    }

    /// The kind of a text in lower case; empty if it is none of those that can be provoked.
    static Optional<ErrorKind> kind(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.ofNullable(texts().get(text));
    }

    /// Whether the text of that kind is known, so that another text means something else.
    static boolean know(ErrorKind kind) {
        return learned.containsValue(kind);
    }

    private static Map<String, ErrorKind> texts() {
        if (learned.isEmpty() && !DescriptorProbe.findsNone()) {
            learned = learn();
        }
        return learned;
    }

    private static Map<String, ErrorKind> learn() {
        var texts = new HashMap<String, ErrorKind>();
        provoke(texts, ErrorKind.ADDRESS_IN_USE, ErrorTexts::bindTwice);
        provoke(texts, ErrorKind.ADDRESS_NOT_AVAILABLE, ErrorTexts::bindElsewhere);
        provoke(texts, ErrorKind.CONNECTION_REFUSED, ErrorTexts::connectToNobody);
        provoke(texts, ErrorKind.NETWORK_UNREACHABLE, () -> connect(at(BROADCAST, 9)));
        provoke(texts, ErrorKind.PERMISSION_DENIED, () -> send(1, Optional.of(at(BROADCAST, 9))));
        provoke(texts, ErrorKind.MESSAGE_TOO_LONG, () -> send(TOO_LONG, Optional.empty()));
        provoke(texts, ErrorKind.INVALID_INPUT, () -> send(1, Optional.of(at(LOOPBACK, 0))));
        provoke(texts, ErrorKind.CONNECTION_RESET, () -> writeAfterReset(1));
        provoke(texts, ErrorKind.BROKEN_PIPE, () -> writeAfterReset(2));
        provoke(texts, ErrorKind.OUT_OF_MEMORY, ErrorTexts::joinTooManyGroups);
        provoke(texts, ErrorKind.NOT_FOUND, () -> connectUnix("no-such-folder"));
        provoke(texts, ErrorKind.NOT_FOUND, () -> connectUnix("release")); // a file, no folder
        return Map.copyOf(texts);
    }

    private static void provoke(Map<String, ErrorKind> texts, ErrorKind kind, Provocation provocation) {
        try {
            provocation.run();
        } catch (IOException provoked) {
            texts.putIfAbsent(Failures.plain(provoked), kind);
        } catch (UnsupportedOperationException | IllegalArgumentException notHere) {
            // A system without such sockets fails in no such way.
        }
    }

    private static InetSocketAddress at(int address, int port) throws IOException {
        byte[] bytes = ByteBuffer.allocate(4).putInt(address).array();
        return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    }

    private static void bindTwice() throws IOException {
        try (var one = DatagramChannel.open(StandardProtocolFamily.INET);
                var other = DatagramChannel.open(StandardProtocolFamily.INET)) {
            other.bind(one.bind(at(LOOPBACK, 0)).getLocalAddress());
        }
    }

    private static void bindElsewhere() throws IOException {
        try (var socket = DatagramChannel.open(StandardProtocolFamily.INET)) {
            socket.bind(at(DOCUMENTATION, 0));
        }
    }

    /// A port is kept from others by a socket that does not listen.
    private static void connectToNobody() throws IOException {
        try (var keeper = SocketChannel.open(StandardProtocolFamily.INET)) {
            connect(keeper.bind(at(LOOPBACK, 0)).getLocalAddress());
        }
    }

    private static void connect(SocketAddress to) throws IOException {
        try (var socket = SocketChannel.open(StandardProtocolFamily.INET)) {
            socket.configureBlocking(false);
            if (!socket.connect(to)) {
                boolean _ = socket.finishConnect();
            }
        }
    }

    private static void send(int length, Optional<InetSocketAddress> to) throws IOException {
        try (var socket = DatagramChannel.open(StandardProtocolFamily.INET)) {
            socket.configureBlocking(false);
            SocketAddress self = socket.bind(at(LOOPBACK, 0)).getLocalAddress();
            int _ = socket.send(ByteBuffer.allocate(length), to.isPresent() ? to.get() : self);
        }
    }

    private static void writeAfterReset(int writes) throws IOException {
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
                var client = SocketChannel.open(StandardProtocolFamily.INET)) {
            listener.bind(at(LOOPBACK, 0), 1).configureBlocking(false);
            client.configureBlocking(false);
            boolean connected = client.connect(listener.getLocalAddress()) || client.finishConnect();
            SocketChannel accepted = listener.accept();
            if (!connected || accepted == null) {
                return;
            }
            accepted.setOption(StandardSocketOptions.SO_LINGER, 0).close();
            for (int i = 1; i < writes; i++) {
                writeQuietly(client);
            }
            int _ = client.write(ByteBuffer.allocate(1));
        }
    }

    private static void writeQuietly(SocketChannel client) throws IOException {
        try {
            int _ = client.write(ByteBuffer.allocate(1));
        } catch (IOException asExpected) {
            if (!client.isOpen()) {
                throw asExpected;
            }
        }
    }

    private static void joinTooManyGroups() throws IOException {
        try (var socket = DatagramChannel.open(StandardProtocolFamily.INET)) {
            var loopback = NetworkInterface.getByInetAddress(at(LOOPBACK, 0).getAddress());
            for (int i = 1; i <= MAX_GROUPS && loopback != null; i++) {
                socket.join(at(0xefff0000 + i, 0).getAddress(), loopback); // 239.255.0.i, of this site only
            }
        }
    }

    private static void connectUnix(String folder) throws IOException {
        try (var socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            boolean _ =
                    socket.connect(UnixDomainSocketAddress.of(Path.of(System.getProperty("java.home"), folder, "s")));
        }
    }
}
