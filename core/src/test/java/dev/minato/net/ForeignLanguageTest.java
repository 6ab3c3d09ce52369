package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.JavaProgram;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Requirement;
import dev.minato.testing.Tool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A failure has the same kind in a process whose language is not English.
@NetworkTest
class ForeignLanguageTest {
    private static final String GERMAN = "de_DE.utf8";
    private static final List<String> PREFIX =
            List.of("unshare", "--net", "env", "LANG=" + GERMAN, "LC_ALL=" + GERMAN, "LANGUAGE=de");

    @Test
    void kindsAreThoseOfEnglish() throws Exception {
        Requirement.that("the locale " + GERMAN, Tool.output("", "locale", "-a").contains(GERMAN));
        try (var program = JavaProgram.start(PREFIX, List.of(), Program.class)) {
            String line = program.line();
            Requirement.that("German texts of the system", !line.equals("English"));
            assertThat(program.line()).isEqualTo("wrong: ");
        }
    }

    /// Fails in all ways, and says which kinds were wrong.
    static final class Program {
        private interface Call {
            void call() throws Exception;
        }

        private static final StringBuilder WRONG = new StringBuilder("wrong: ");

        static void main() throws Exception {
            var missing = new ProcessBuilder("/no/such/program");
            try {
                missing.start();
            } catch (java.io.IOException e) {
                System.out.println(e.getMessage().contains("No such file") ? "English" : "German");
            }
            new ProcessBuilder("ip", "link", "set", "lo", "up").start().waitFor();
            bindings();
            paths();
            datagrams();
            streams();
            System.out.println(WRONG);
        }

        private static void expect(ErrorKind right, Call call) throws Exception {
            try {
                call.call();
                WRONG.append("no ").append(right).append("; ");
            } catch (NetException e) {
                if (e.kind() != right) {
                    WRONG.append(e.getMessage()).append(", not ").append(right).append("; ");
                }
            }
        }

        private static void bindings() throws Exception {
            try (var listener = TcpListener.bind("127.0.0.1:0");
                    var socket = UdpSocket.bind("127.0.0.1:0")) {
                expect(ErrorKind.ADDRESS_NOT_AVAILABLE, () -> TcpListener.bind("198.51.100.1:0"));
                expect(ErrorKind.ADDRESS_IN_USE, () -> TcpListener.bind(listener.localAddress()));
                expect(ErrorKind.ADDRESS_NOT_AVAILABLE, () -> UdpSocket.bind("198.51.100.1:0"));
                expect(ErrorKind.ADDRESS_IN_USE, () -> UdpSocket.bind(socket.localAddress()));
            }
            expect(ErrorKind.CONNECTION_REFUSED, () -> TcpStream.connect("127.0.0.1:1"));
            expect(ErrorKind.NETWORK_UNREACHABLE, () -> TcpStream.connect("198.51.100.1:1"));
        }

        private static void paths() throws Exception {
            if (Platform.current().capabilities().unixStreams()) {
                expect(ErrorKind.NOT_FOUND, () -> UnixListener.bind("/no/such/folder/s"));
                expect(ErrorKind.NOT_FOUND, () -> UnixStream.connect("/no/such/folder/s"));
                expect(ErrorKind.NOT_FOUND, () -> UnixStream.connect("/proc/self/stat/s"));
            }
        }

        private static void datagrams() throws Exception {
            try (var socket = UdpSocket.bind("0.0.0.0:0")) {
                expect(ErrorKind.NETWORK_UNREACHABLE, () -> send(socket, 1, "198.51.100.1:1"));
                expect(ErrorKind.PERMISSION_DENIED, () -> send(socket, 1, "127.255.255.255:9"));
                expect(ErrorKind.MESSAGE_TOO_LONG, () -> send(socket, 65_520, "127.0.0.1:9"));
                expect(ErrorKind.OUT_OF_MEMORY, () -> joinTooMany(socket));
            }
        }

        private static void send(UdpSocket socket, int length, String to) throws NetException {
            socket.sendTo(ByteBuffer.allocate(length), SocketAddr.parse(to));
        }

        private static void joinTooMany(UdpSocket socket) throws NetException {
            for (int i = 1; i < 250; i++) {
                socket.joinMulticastV4(Ipv4Addr.of(239, 8, 0, i), Ipv4Addr.LOCALHOST);
            }
        }

        private static void streams() throws Exception {
            try (var listener = TcpListener.bind("127.0.0.1:0");
                    var stream = TcpStream.connect(listener.localAddress());
                    var accepted = listener.accept()) {
                accepted.closeReset();
                stream.setReadTimeout(Duration.ofSeconds(10));
                stream.awaitReadable();
                expect(ErrorKind.CONNECTION_RESET, () -> stream.writeAll(new byte[1]));
                expect(ErrorKind.BROKEN_PIPE, () -> stream.writeAll(new byte[1]));
                expect(ErrorKind.CONNECTION_RESET, () -> stream.read(ByteBuffer.allocate(1)));
            }
        }
    }
}
