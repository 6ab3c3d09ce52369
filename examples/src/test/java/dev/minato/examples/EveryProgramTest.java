package dev.minato.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each program, started by its `main` as a reader would, does what its head says.
@Timeout(60)
class EveryProgramTest {
    private static final String GRACEFUL = "tasks.GracefulServer"; // takes the process's signals: GracefulServerTest

    /// That of RFC 6455, 1.3.
    private static final String HANDSHAKE =
            "GET / HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    /// Program, what is sent on one connection, and the end of what comes back.
    static String[][] tcpServers() {
        return new String[][] {
            {"tcp.EchoServer", "hello\n", "hello\n"},
            {"tcp.AcceptLoop", "hello\n", "hello\n"},
            {"tcp.LineEcho", "good\nmorning\n", "1: good\n2: morning\n"},
            {"tcp.Options", "hello\n", "hello\n"},
            {"tcp.Sniff", "hello\n", "plain text: hello\n"},
            {"tcp.SilentClients", "hello\n", "hello\n"},
            {"tasks.LimitedServer", "hello\n", "hello\n"},
            {"readiness.EventLoop", "hello\n", "hello\n"},
            {"readiness.TwoListeners", "", "one\n"},
            {"readiness.TcpAndUdp", "", "hello\n"},
            {"tcp.ByteCounter", "hello", "received 5 bytes total\n"},
            {"threads.PlatformThreads", "hello\n", "\nhello\n"},
            {"threads.VirtualThreads", "hello\n", "\nhello\n"},
            {"threads.FixedPool", "hello\n", "hello\n"},
            {"kv.SharedMapStore", "SET colour dark blue\nGET colour\nGET shape\n", "OK\ndark blue\n(nil)\n"},
            {"kv.OwnerStore", "SET tea green\nGET tea\n", "OK\ngreen\n"},
            {"io.LineReader", "5\nhello2\nhi", "5\nhello2\nhi"},
            {"io.LengthPrefix", "\0\0\0\5hello\0\0\0\0", "\0\0\0\5hello\0\0\0\0"},
            {"framing.LengthEcho", "\0\0\0\5hello\0\0\0\0", "\0\0\0\5hello\0\0\0\0"},
            {"framing.Gearman", "\0REQ\0\0\0\20\0\0\0\5hello", "\0RES\0\0\0\21\0\0\0\5hello"},
            {"framing.ChatServer", "hello\n", "hello\n"},
            {"framing.ShoutingLines", "hello\nworld\n", "HELLO\nWORLD\n"},
            {"framing.WebSocketEcho", HANDSHAKE, "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"},
        };
    }

    /// Program, datagram, datagram that comes back.
    static String[][] udpServers() {
        return new String[][] {
            {"udp.UdpEcho", "hello", "hello"},
            {"udp.BatchEcho", "hello", "hello"},
            {"udp.BurstEcho", "hello", "hello"},
            {"udp.UdpReverse", "hello", "olleh"},
            {"udp.LineMetrics", "?", "{}\n"},
            {"server.UdpShouting", "hello", "HELLO"},
            {"server.UdpShoutingChoir", "hello", "HELLO"},
            {"readiness.TcpAndUdp", "?", "hello\n"},
        };
    }

    /// Program, and what it prints with the address of an echo server.
    static String[][] tcpClients() {
        return new String[][] {
            {"tcp.EchoClient", "hello\n"},
            {"tasks.Deadline", "hello\n"},
            {"tasks.FastestServer", "hello\n"},
            {"tasks.PatientClient", "hello\n"},
            {"names.OwnNames", "hello\n"},
        };
    }

    /// Programs that the tests below start one by one.
    static final Set<String> OTHERS = Set.of(
            "io.TcpProxy",
            "io.FileServer", // FileServerTest
            "tasks.Proxy",
            "tasks.AskMany",
            "tasks.RequestId",
            "tasks.Heartbeat",
            "tcp.Chat",
            "unix.UnixEcho",
            "udp.UdpClient",
            "udp.TimeClient",
            "udp.GroupChat",
            "udp.BurstSend", // UdpClientsTest
            "udp.UdpProbe", // UdpClientsTest
            "udp.DnsLookup", // DnsTest, as the next
            "server.DnsForwarder",
            "unix.LogSink", // not on every platform: LogSinkTest
            "names.LookUp",
            "names.Addresses",
            "errors.ErrorKinds",
            "errors.Timeouts",
            "errors.Interrupts",
            "platforms.Able",
            "framing.LineChat",
            "framing.TwoReads",
            "testing.InMemory",
            "rpc.RpcClient", // the two in processes of their own: RpcTest
            "rpc.RpcServer",
            "rpc.Message", // what the two say
            "activation.ActivatedEcho", // takes signals: ActivatedEchoTest
            "tls.TlsEcho", // TlsEchoTest
            "server.ChatRooms", // drained by a signal: KitProgramsTest
            "server.BehindProxy",
            "server.EchoService",
            "server.ShoutingService",
            "server.WatchedService", // says every second what it has done: KitProgramsTest
            GRACEFUL);

    @Test
    void eachProgramOfTheSourcesIsStartedHere() throws IOException {
        var started = Stream.of(tcpServers(), udpServers(), tcpClients(), decoders())
                .flatMap(Arrays::stream)
                .map(row -> row[0])
                .collect(Collectors.toCollection(TreeSet::new));
        started.addAll(OTHERS);
        Path sources = Path.of("src/main/java/dev/minato/examples");
        try (var files = Files.walk(sources)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> sources.relativize(file).toString())
                            .map(name -> name.replace(".java", "").replace('/', '.')))
                    .containsExactlyInAnyOrderElementsOf(started);
        }
    }

    @ParameterizedTest
    @MethodSource
    void tcpServers(String program, String request, String reply) throws Exception {
        try (var main = Main.start(program);
                var socket = connectOnceItListens(main)) {
            assertThat(Wire.finish(socket, request)).endsWith(reply);
        }
    }

    @ParameterizedTest
    @MethodSource
    void udpServers(String program, String request, String reply) throws Exception {
        try (var main = Main.start(program)) {
            assertThat(askUntilItAnswers(main, request)).isEqualTo(reply);
        }
    }

    @ParameterizedTest
    @MethodSource
    void tcpClients(String program, String output) throws Exception {
        try (var server = Main.start("tcp.EchoServer");
                var _ = connectOnceItListens(server)) {
            assertThat(Main.printed(program, Main.text(server.address()))).isEqualTo(output);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks.Proxy", "io.TcpProxy"})
    void proxies(String program) throws Exception {
        try (var server = Main.start("tcp.EchoServer");
                var _ = connectOnceItListens(server);
                var proxy = Main.start(program, Main.text(server.address()));
                var socket = connectOnceItListens(proxy)) {
            assertThat(Wire.finish(socket, "hello\n")).isEqualTo("hello\n");
        }
    }

    @Test
    void chat() throws Exception {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("hello\nand bye\n".getBytes(UTF_8)));
        try (var server = Main.start("tcp.EchoServer");
                var _ = connectOnceItListens(server)) {
            assertThat(Main.printed("tcp.Chat", Main.text(server.address()))).isEqualTo("hello\nand bye\n");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void lineChat() throws Exception {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("good\nmorning\n".getBytes(UTF_8)));
        try (var server = Main.start("tcp.LineEcho");
                var _ = connectOnceItListens(server)) {
            assertThat(Main.printed("framing.LineChat", Main.text(server.address())))
                    .isEqualTo("1: good\n2: morning\n");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void unixEcho(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("echo.sock");
        try (var server = Main.startAt("unix.UnixEcho", path);
                var channel = connectOnceItListens(server, path)) {
            channel.write(UTF_8.encode("hello"));
            channel.shutdownOutput();
            assertThat(new String(Channels.newInputStream(channel).readAllBytes(), UTF_8))
                    .isEqualTo("hello");
        }
    }

    private static SocketChannel connectOnceItListens(Main server, Path path) {
        while (true) { // the test's timeout ends it
            server.checkRunning();
            try {
                return SocketChannel.open(UnixDomainSocketAddress.of(path));
            } catch (IOException e) {
                Thread.yield();
            }
        }
    }

    @Test
    void udpClients() throws Exception {
        try (var server = Wire.datagrams()) {
            String address = "127.0.0.1:" + server.getLocalPort();
            try (var _ = Answering.all(server, "1700000000\n")) {
                assertThat(Main.printed("udp.UdpClient", address, "hello")).isEqualTo("1700000000\n\n");
                assertThat(Main.printed("udp.TimeClient", address)).isEqualTo("2023-11-14T22:13:20Z\n");
            }
        }
    }

    @Test
    void groupChatEndsWithItsInput() throws Exception {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(new byte[0]));
        try {
            assertThat(Main.printed("udp.GroupChat", Main.text(Main.freePort())))
                    .isEmpty();
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void lookUp() throws Exception {
        assertThat(Main.printed("names.LookUp", "127.0.0.1")).isEqualTo("127.0.0.1\n");
        assertThat(Main.printed("names.LookUp", "127.1")).isEqualTo("127.1 is no host\n");
        assertThat(Main.printed("names.LookUp", "nobody.invalid")).isEqualTo("nobody knows nobody.invalid\n");
    }

    @Test
    void errorKinds() throws Exception {
        try (var server = Main.start("tcp.EchoServer");
                var _ = connectOnceItListens(server)) {
            String address = Main.text(server.address());
            assertThat(Main.printed("errors.ErrorKinds", address))
                    .isEqualTo("listen: " + address + " is taken; does the server run already?\n"
                            + "connect: somebody listens at " + address + "\n");
        }
    }

    @Test
    void timeouts() throws Exception {
        String nobody = Main.text(Main.freePort());
        assertThat(Main.printed("errors.Timeouts", nobody).lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("could not connect: connection refused"),
                        line -> assertThat(line).isEqualTo("nothing came within 300 ms"),
                        line -> assertThat(line).matches("the peer takes no more after [1-9]\\d* bytes"),
                        line -> assertThat(line).endsWith(": 64 bytes at once"));
    }

    @Test
    void interrupts() throws Exception {
        assertThat(Main.printed("errors.Interrupts")).isEqualTo("the peer got: goodbye\n");
    }

    @Test
    void addresses() throws Exception {
        assertThat(Main.printed("names.Addresses")).isEqualTo("""
                127.0.0.1:80 from this machine
                [::ffff:7f00:1]:80 from this machine
                10.1.2.3:80 from the office
                [2001:db8::1]:80 from elsewhere
                127.1:80 is no address: expected '.' at position 5
                """);
    }

    @Test
    void able() throws Exception {
        boolean able = Platform.current().capabilities().ttl();
        assertThat(Main.printed("platforms.Able")).isEqualTo("asked: " + able + "\ntried: " + able + "\n");
    }

    @Test
    void twoReads() throws Exception {
        assertThat(Main.printed("framing.TwoReads"))
                .isEqualTo("plain reads: [one\\ntw, o\\nthr, ee\\n]\nframed:      [one, two, three]\n");
    }

    @Test
    void askMany() throws Exception {
        try (var server = Main.start("tcp.EchoServer");
                var _ = connectOnceItListens(server)) {
            String address = Main.text(server.address());
            assertThat(Main.printed("tasks.AskMany", address, address)).isEqualTo((address + ": hello\n").repeat(2));
        }
    }

    @Test
    void heartbeat() throws Exception {
        try (var server = Main.start("tasks.Heartbeat");
                var socket = connectOnceItListens(server)) {
            assertThat(Wire.receive(socket, "0\n")).isEqualTo("0\n");
        }
    }

    @Test
    void requestId() throws Exception {
        assertThat(Main.printed("tasks.RequestId")).isEqualTo("request 17: left\nrequest 17: right\n");
    }

    @Test
    void inMemory() throws Exception {
        assertThat(Main.printed("testing.InMemory")).isEqualTo("GOOD\nMORNING\n");
    }

    /// Program, what it reads (a character a byte), and what it prints.
    static String[][] decoders() {
        return new String[][] {
            {"framing.DecodeByHand", "one\ntwo\nlast", "1: one\n2: two\n3: last\n"},
            {"framing.DBusMessages", "l\1\0\1\1\0\0\0\7" + "\0".repeat(7) + "!", "6c01000101000000070000000000000021\n"
            },
            {"framing.HttpChunks", "5\r\nhello\r\n0\r\n", "hello\n\n"},
            {"framing.LdapMessages", "0\3\2\1\7" + "0\u0081\3\2\1\10", "3003020107\n308103020108\n"},
            {"framing.RespValues", "*2\r\n:1\r\n$2\r\nhi\r\n+OK\r\n", "*2 :1 $2 hi\n+OK\n"},
            {"framing.WebSocketFrames", "\u0081\5hello\u0081\u0085\u0007Z\u00ac\u0082o?\u00c0\u00eeh", "hello\nhello\n"
            },
        };
    }

    @ParameterizedTest
    @MethodSource
    void decoders(String program, String input, String output) throws Exception {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(ISO_8859_1)));
        try {
            assertThat(Main.printed(program)).isEqualTo(output);
        } finally {
            System.setIn(before);
        }
    }

    private static Socket connectOnceItListens(Main server) throws IOException {
        while (true) { // the test's timeout ends it
            server.checkRunning();
            try {
                return Wire.connect(server.address());
            } catch (ConnectException e) {
                Thread.yield();
            }
        }
    }

    private static String askUntilItAnswers(Main server, String request) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(100);
            byte[] bytes = request.getBytes(UTF_8);
            while (true) { // the test's timeout ends it
                server.checkRunning();
                socket.send(new DatagramPacket(bytes, bytes.length, server.address()));
                try {
                    return Wire.text(Wire.receive(socket));
                } catch (SocketTimeoutException e) {
                    Thread.yield();
                }
            }
        }
    }
}
