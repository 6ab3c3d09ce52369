package dev.minato.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.io.BufferedSource;
import dev.minato.net.TcpListener;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.Subprocess;
import dev.minato.testing.Tool;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What curl, Node and the sockets of another JDK make of TLS with Minato; seen with curl 7.88 of Debian 12, Node
/// 20 and JDK 17.
@Timeout(60)
@Tag("real")
@EnabledIfSystemProperty(named = "minato.platform", matches = "jdk", disabledReason = "TLS is the same everywhere")
class TlsPeersTest {
    /// Asks, ends its side, and prints what is answered.
    private static final String NODE = """
            const tls = require('tls'), fs = require('fs');
            const s = tls.connect({
                port: %d, host: '127.0.0.1', servername: 'localhost', ca: fs.readFileSync('%s'),
                maxVersion: '%s', allowHalfOpen: true
            }, () => s.end('question\\n'));
            s.on('data', data => process.stdout.write('<' + data.toString().trim() + '>'));
            s.on('end', () => process.stdout.write('end'));
            s.on('error', e => process.stdout.write('error ' + e.code));
            """;

    private static final Path JDK_PROGRAM = Path.of("src/test/programs/TlsLines.java");

    private TcpListener listener;

    @BeforeEach
    void listen() throws Exception {
        listener = TcpListener.bind(Loopback.IPV4.any());
    }

    @AfterEach
    void end() throws Exception {
        listener.close();
    }

    private static TlsAcceptor acceptor() throws NetException {
        return TlsAcceptor.of(TlsPair.identity(TestCertificates.server()));
    }

    private static String ca() {
        return TestCertificates.ca().toString();
    }

    private int port() throws NetException {
        return listener.localAddress().port();
    }

    private TlsStream accept() throws NetException {
        return acceptor().accept(listener.accept());
    }

    @ParameterizedTest
    @EnumSource
    void curlGets(TlsVersion version) throws Exception {
        String max = version == TlsVersion.TLS_1_3 ? "1.3" : "1.2";
        String url = "https://127.0.0.1:" + port() + "/path";
        try (var curl = Tool.start("curl", "-sS", "--http1.1", "--tls-max", max, "--cacert", ca(), url)) {
            try (var stream = accept()) {
                assertThat(stream.version()).isEqualTo(version);
                BufferedSource source = BufferedSource.of(stream);
                assertThat(source.readLine(1000)).contains("GET /path HTTP/1.1");
                while (!source.readLine(1000).orElseThrow().isEmpty()) {}
                stream.writeAll("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello".getBytes(UTF_8));
            }
            assertThat(curl.text()).isEqualTo("hello");
            assertThat(curl.exitCode()).isZero();
        }
    }

    /// Its exit code is 60, and so is the reason that this side is told.
    @Test
    void curlThatDoesNotKnowTheAuthoritySaysSo() throws Exception {
        try (var curl = Tool.start("curl", "-s", "https://127.0.0.1:" + port() + "/");
                var stream = listener.accept()) {
            TlsAcceptor acceptor = acceptor();
            NetException failure = Expect.failure(ErrorKind.REFUSED_BY_PEER, () -> acceptor.accept(stream));
            assertThat(failure).hasMessageContaining("unknown_ca");
            assertThat(curl.exitCode()).isEqualTo(60);
        }
    }

    private Subprocess node(TlsVersion version) throws Exception {
        return Tool.start("node", "-e", NODE.formatted(port(), ca(), version));
    }

    @Test
    void nodeThatHasEndedIsAnsweredInTls13() throws Exception {
        try (var node = node(TlsVersion.TLS_1_3)) {
            try (var stream = accept()) {
                assertThat(stream.readToString(100)).isEqualTo("question\n");
                stream.writeAll("answer\n".getBytes(UTF_8));
            }
            assertThat(node.text()).isEqualTo("<answer>end");
        }
    }

    /// TLS 1.2 has no half-close.
    @Test
    void nodeThatHasEndedCannotBeAnsweredInTls12() throws Exception {
        try (var node = node(TlsVersion.TLS_1_2)) {
            try (var stream = accept()) {
                assertThat(stream.readToString(100)).isEqualTo("question\n");
                Expect.failure(ErrorKind.BROKEN_PIPE, () -> stream.writeAll("answer\n".getBytes(UTF_8)));
            }
            assertThat(node.text()).isEqualTo("end");
        }
    }

    /// Runs on the `java` of the path, whichever it is.
    private static Subprocess jdk(Path folder, String... arguments) throws Exception {
        Path store = folder.resolve("store.p12");
        var keys = KeyStore.getInstance("PKCS12");
        keys.load((InputStream) null, null);
        TestCertificates.Issued server = TestCertificates.server();
        keys.setKeyEntry(
                "server",
                server.privateKey(),
                "secret".toCharArray(),
                server.certificates().toArray(java.security.cert.Certificate[]::new));
        keys.setCertificateEntry(
                "ca", TestCertificates.read(TestCertificates.ca()).getFirst());
        try (OutputStream out = Files.newOutputStream(store)) {
            keys.store(out, "secret".toCharArray());
        }
        var command = new java.util.ArrayList<>(List.of("java", JDK_PROGRAM.toString(), store.toString()));
        command.addAll(List.of(arguments));
        return Tool.start(command.toArray(String[]::new));
    }

    /// One program asks twice, each time with another version.
    @Test
    void socketsOfAnotherJdkAskAndAreAnswered(@TempDir Path folder) throws Exception {
        try (var client = jdk(folder, "client", String.valueOf(port()))) {
            for (TlsVersion version : TlsVersion.values()) {
                try (var stream = accept()) {
                    assertThat(stream.version()).isEqualTo(version);
                    assertThat(BufferedSource.of(stream).readLine(100)).contains("question");
                    stream.writeAll("answer\n".getBytes(UTF_8));
                }
                assertThat(client.line()).isEqualTo("answer, then the end");
            }
        }
    }

    @Test
    void socketsOfAnotherJdkAnswer(@TempDir Path folder) throws Exception {
        try (var server = jdk(folder, "server")) {
            String address = "localhost:" + server.line();
            for (TlsVersion version : TlsVersion.values()) {
                TlsConnector connector = TlsConnector.builder()
                        .trust(TlsTrust.ofPem(TestCertificates.ca()))
                        .maxVersion(version)
                        .build();
                try (var stream = connector.connect(address)) {
                    assertThat(stream.version()).isEqualTo(version);
                    stream.writeAll("question\n".getBytes(UTF_8));
                    assertThat(stream.readToString(100)).isEqualTo("QUESTION\n");
                }
            }
        }
    }
}
