package dev.minato.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.client.Pending;
import dev.minato.client.TcpClient;
import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.io.BufferedSource;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.task.OneShot;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import dev.minato.tls.TestCertificates;
import dev.minato.tls.TlsAcceptor;
import dev.minato.tls.TlsAcceptorBuilder;
import dev.minato.tls.TlsConnector;
import dev.minato.tls.TlsConnectorBuilder;
import dev.minato.tls.TlsIdentity;
import dev.minato.tls.TlsStream;
import dev.minato.tls.TlsTrust;
import dev.minato.tls.TlsVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A server's connections over TLS: requests, the reasons why they end, a drain, and STARTTLS.
@Timeout(60)
class TlsServerTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final RequestHandler<String, String> ECHO = (line, session) -> {
        session.write(line);
        if (line.equals("end")) {
            session.end();
        }
    };

    private static TlsAcceptorBuilder acceptor() throws IOException {
        return TlsAcceptor.builder(identity(TestCertificates.server()));
    }

    private static TlsIdentity identity(TestCertificates.Issued issued) throws IOException {
        return TlsIdentity.ofPem(issued.chain(), issued.key());
    }

    private static TlsConnectorBuilder connector() throws IOException {
        return TlsConnector.builder().trust(TlsTrust.ofPem(TestCertificates.ca()));
    }

    private static Kit echo(TlsAcceptor acceptor) throws IOException {
        return Kit.of(
                ConnectionHandler.overTls(acceptor, ConnectionHandler.ofRequests(() -> LineCodec.utf8(100), ECHO)));
    }

    private static TcpStream tcp(Kit kit) throws NetException {
        return TcpStream.connect(kit.server.localAddresses().getFirst());
    }

    private static TlsStream connect(Kit kit) throws IOException {
        return connector().build().connect(tcp(kit), "localhost");
    }

    private static void say(TlsStream stream, String text) throws IOException {
        stream.writeAll(text.getBytes(UTF_8));
    }

    private static String hear(TlsStream stream, int count) throws IOException {
        var bytes = new byte[count];
        stream.readExact(bytes);
        return new String(bytes, UTF_8);
    }

    private static int read(TlsStream stream) throws IOException {
        return stream.read(ByteBuffer.allocate(1));
    }

    private static byte[] clientHello() throws Exception {
        return clientHello("localhost");
    }

    private static byte[] clientHello(String host) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        var engine = context.createSSLEngine(host, 1);
        engine.setUseClientMode(true);
        var record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        var _ = engine.wrap(ByteBuffer.allocate(0), record);
        return Arrays.copyOf(record.array(), record.position());
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }

    @ParameterizedTest
    @EnumSource
    void pipelinedRequestsAreAnsweredInOrder(TlsVersion version) throws Exception {
        String all = lines(3000);
        try (var kit = echo(acceptor().maxVersion(version).build());
                var client = connect(kit)) {
            say(client, all);
            assertThat(hear(client, all.length())).isEqualTo(all);
            say(client, "end\n");
            assertThat(hear(client, 4)).isEqualTo("end\n");
            assertThat(read(client)).isEqualTo(-1);
            kit.awaitEnds(CloseReason.FINISHED, 1);
        }
    }

    @Test
    void whatIsPushedComesBetweenReplies() throws Exception {
        String all = lines(3000);
        var opened = new OneShot<Outbox<String>>();
        ConnectionHandler handler = connection -> {
            try (var session = new Session<>(connection, LineCodec.utf8(100))) {
                var _ = opened.send(session.openOutbox(4, SlowReaderPolicy.CLOSE));
                session.serve(ECHO);
            }
        };
        try (var kit = Kit.of(ConnectionHandler.overTls(acceptor().build(), handler));
                var client = connect(kit)) {
            Outbox<String> outbox = opened.receive();
            assertThat(outbox.push("pushed")).isTrue();
            assertThat(hear(client, 7)).isEqualTo("pushed\n");
            say(client, all);
            assertThat(hear(client, all.length())).isEqualTo(all);
            assertThat(outbox.push("again")).isTrue();
            assertThat(hear(client, 6)).isEqualTo("again\n");
            client.shutdown(Shutdown.WRITE);
            assertThat(read(client)).isEqualTo(-1);
            kit.awaitEnds(CloseReason.FINISHED, 1);
        }
    }

    @Test
    void whatWasAgreedOnIsTheHandlers() throws Exception {
        ConnectionHandler handler = connection -> {
            TlsStream tls = connection.tls().orElseThrow();
            connection.stream()
                    .writeAll(Kit.bytes(tls.applicationProtocol() + " " + tls.serverName() + " "
                            + tls.peerCertificates().getFirst().getSubjectX500Principal()));
        };
        TlsAcceptor acceptor = acceptor()
                .clientTrust(TlsTrust.ofPem(TestCertificates.ca()))
                .applicationProtocols(List.of("echo"))
                .build();
        TlsConnector connector = connector()
                .identity(identity(TestCertificates.client()))
                .applicationProtocols(List.of("other", "echo"))
                .build();
        try (var kit = Kit.of(ConnectionHandler.overTls(acceptor, handler));
                var client = connector.connect(tcp(kit), "localhost")) {
            assertThat(client.readToString(1000)).isEqualTo("Optional[echo] Optional[localhost] CN=alice");
        }
    }

    /// At every byte of it.
    @Test
    void peerThatEndsInItsHelloIsGone() throws Exception {
        byte[] hello = clientHello();
        try (var kit = echo(acceptor().build())) {
            for (int length = 0; length <= hello.length; length++) {
                try (var peer = kit.connect()) {
                    peer.send(Arrays.copyOf(hello, length));
                    peer.finish();
                }
            }
            kit.awaitEnds(CloseReason.PEER_GONE, hello.length + 1L);
        }
    }

    /// The engine quotes the name that was asked for, and logs go by lines.
    @Test
    void nameThatIsNoneForgesNoLineOfTheLog() throws Exception {
        String hello = new String(clientHello("one.two.test"), ISO_8859_1).replace("one.two.test", "one\nINFO two");
        try (var kit = echo(acceptor().build());
                var peer = kit.connect()) {
            peer.send(hello.getBytes(ISO_8859_1));
            kit.awaitEnds(CloseReason.TLS_FAILED, 1);
            assertThat(kit.ends().element().failure().orElseThrow().getMessage())
                    .contains("one\\u000aINFO")
                    .doesNotContain("\n");
        }
    }

    /// At every byte of it.
    @Test
    void peerThatIsSilentInItsHelloIsClosedInTime() throws Exception {
        byte[] hello = clientHello();
        List<RawPeer> peers = new ArrayList<>();
        try (var kit = echo(acceptor().handshakeTimeout(Duration.ofMillis(300)).build())) {
            for (int length = 0; length <= hello.length; length++) {
                RawPeer peer = kit.connect();
                peers.add(peer);
                peer.send(Arrays.copyOf(hello, length));
            }
            kit.awaitEnds(CloseReason.HANDSHAKE_TIMEOUT, hello.length + 1L);
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "x", "SSH-2.0-x\r\n", "\u0016x"})
    void peerThatDoesNotSpeakTlsIsSentAnAlert(String text) throws Exception {
        try (var kit = echo(acceptor().build());
                var peer = kit.connect()) {
            peer.send(text);
            assertThat(peer.receive(3)).isEqualTo("\u0015\u0003\u0003");
            kit.awaitEnds(CloseReason.TLS_FAILED, 1);
            assertThat(kit.ends().element().toString()).contains("does not speak TLS");
        }
    }

    @Test
    void streamThatIsCutIsAPeerGone() throws Exception {
        try (var kit = echo(acceptor().build());
                var tcp = tcp(kit)) {
            TlsStream client = connector().build().connect(tcp, "localhost");
            say(client, "line\n");
            assertThat(hear(client, 5)).isEqualTo("line\n");
            tcp.shutdown(Shutdown.WRITE);
            kit.awaitEnds(CloseReason.PEER_GONE, 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void drainEndsThoseBetweenRequestsWithCloseNotify(TlsVersion version) throws Exception {
        try (var kit = echo(acceptor().maxVersion(version).build());
                var client = connect(kit)) {
            say(client, "line\n");
            assertThat(hear(client, 5)).isEqualTo("line\n");
            assertThat(kit.server.drain(LONG)).hasToString("1 finished");
            assertThat(read(client)).isEqualTo(-1);
            kit.awaitEnds(CloseReason.STOPPED, 1);
        }
    }

    @Test
    void drainEndsThoseThatHaveSaidNothingAfterTheHandshake() throws Exception {
        try (var kit = echo(acceptor().build());
                var client = connect(kit)) {
            assertThat(kit.server.drain(LONG)).hasToString("1 finished");
            assertThat(read(client)).isEqualTo(-1);
        }
    }

    /// It takes its time, and nobody has asked for anything.
    @Test
    void drainEndsAHandshake() throws Exception {
        try (var kit = echo(acceptor().build());
                var peer = kit.connect()) {
            peer.send(Arrays.copyOf(clientHello(), 20));
            kit.awaitOpen(1);
            assertThat(kit.server.drain(LONG)).hasToString("1 finished");
            assertThat(peer.isAtEnd()).isTrue();
            kit.awaitEnds(CloseReason.STOPPED, 1);
        }
    }

    private static Kit startTls() throws IOException {
        TlsAcceptor acceptor = acceptor().build();
        return Kit.of(connection -> {
            var plain = new Session<>(connection, LineCodec.utf8(100));
            assertThat(plain.read()).contains("STARTTLS");
            plain.write("go on");
            try (var session = plain.startTls(acceptor, LineCodec.utf8(100))) {
                session.serve(ECHO);
            }
        });
    }

    /// Its first session has waited for input in the clear; what it waited on must not be what it waits on later.
    @Test
    void connectionThatWentOnEncryptedWaitsAndStops() throws Exception {
        try (var kit = startTls();
                var tcp = tcp(kit)) {
            Eventually.holds("the server waits", () -> kit.server.connections().size() == 1);
            tcp.writeAll("STARTTLS\n".getBytes(UTF_8));
            assertThat(BufferedSource.of(tcp).readLine(100)).contains("go on");
            try (var client = connector().build().connect(tcp, "localhost")) {
                for (int i = 0; i < 3; i++) {
                    say(client, "line\n");
                    assertThat(hear(client, 5)).isEqualTo("line\n");
                }
                assertThat(kit.server.drain(LONG)).hasToString("1 finished");
                assertThat(read(client)).isEqualTo(-1);
                kit.awaitEnds(CloseReason.STOPPED, 1);
            }
        }
    }

    @Test
    void whatComesInTheClearBehindStartTlsIsRefused() throws Exception {
        try (var kit = startTls();
                var peer = kit.connect()) {
            peer.send("STARTTLS\nevil\n");
            assertThat(peer.receive(6)).isEqualTo("go on\n");
            assertThat(peer.isAtEnd()).isTrue();
            kit.awaitEnds(CloseReason.TLS_FAILED, 1);
            assertThat(kit.ends().element().toString()).contains("5 bytes came before the handshake");
        }
    }

    @Test
    void pooledClientPipelinesAndConnectsAnew() throws Exception {
        TlsConnector connector = connector().build();
        try (var kit = echo(acceptor().build());
                var client = TcpClient.builder(() -> LineCodec.utf8(100))
                        .connector(() -> connector.connect(tcp(kit), "localhost"))
                        .maxConnections(1)
                        .maxInFlight(64)
                        .build()) {
            for (int round = 0; round < 3; round++) {
                var pending = new ArrayList<Pending<String>>();
                for (int i = 0; i < 50; i++) {
                    pending.add(client.send("line " + i));
                }
                for (int i = 0; i < 50; i++) {
                    assertThat(pending.get(i).await()).isEqualTo("line " + i);
                }
                assertThat(client.request("end")).isEqualTo("end");
                long ended = round + 1;
                kit.awaitEnds(CloseReason.FINISHED, ended);
                Eventually.holds("its end was seen", () -> client.connections() == 0);
            }
        }
    }
}
