package dev.minato.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.io.BufferedSource;
import dev.minato.net.TcpStream;
import dev.minato.testing.Expect;
import dev.minato.testing.Subprocess;
import dev.minato.testing.Tool;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What `openssl s_server` and a [TlsConnector] make of each other; seen with OpenSSL 3.0 of Debian 12.
@Timeout(60)
@Tag("real")
@EnabledIfSystemProperty(named = "minato.platform", matches = "jdk", disabledReason = "TLS is the same everywhere")
class OpensslServerTest {
    private static Server good;

    /// A server that turns the lines around that it is sent.
    record Server(Subprocess process, String address) implements AutoCloseable {
        static Server of(TestCertificates.Issued issued, String... options) throws Exception {
            Tool.require("openssl");
            var command = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0", "-rev"));
            command.addAll(List.of("-cert", issued.certificate().toString(), "-cert_chain"));
            command.addAll(
                    List.of(issued.chain().toString(), "-key", issued.key().toString()));
            command.addAll(List.of(options));
            Subprocess process = Subprocess.startMerged(command);
            String line = "";
            while (!line.startsWith("ACCEPT ")) {
                line = process.line();
            }
            return new Server(process, "localhost:" + line.substring(line.lastIndexOf(':') + 1));
        }

        @Override
        public void close() {
            process.close();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        good = Server.of(TestCertificates.server(), "-alpn", "a,b");
    }

    @AfterAll
    static void end() {
        good.close();
    }

    private static TlsConnectorBuilder connector() throws NetException {
        return TlsConnector.builder().trust(TlsTrust.ofPem(TestCertificates.ca()));
    }

    private static String turned(TlsStream stream, String line) throws NetException {
        stream.writeAll((line + "\n").getBytes(UTF_8));
        return BufferedSource.of(stream).readLine(1000).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void answers(TlsVersion version) throws Exception {
        TlsConnector connector = connector()
                .maxVersion(version)
                .applicationProtocols(List.of("b"))
                .build();
        for (int i = 0; i < 2; i++) {
            try (var stream = connector.connect(good.address())) {
                assertThat(stream.version()).isEqualTo(version);
                assertThat(stream.applicationProtocol()).contains("b");
                assertThat(stream.peerCertificates().getFirst())
                        .isEqualTo(TestCertificates.server().leaf());
                assertThat(turned(stream, "question")).isEqualTo("noitseuq");
            }
        }
    }

    @Test
    void protocolThatItDoesNotSpeakIsRefused() throws Exception {
        TlsConnector connector = connector().applicationProtocols(List.of("c")).build();
        assertThat(refused(connector, good, ErrorKind.UNSUPPORTED)).hasMessageContaining("application protocol");
    }

    private static NetException refused(TlsConnector connector, Server server, ErrorKind kind) {
        NetException failure = Expect.failure(kind, () -> connector.connect(server.address()));
        assertThat(failure.operation()).isEqualTo("tls handshake");
        return failure;
    }

    @Test
    void wrongHostIsNamed() throws Exception {
        TlsConnector connector = connector().build();
        String port = good.address().substring(good.address().indexOf(':'));
        try (var stream = TcpStream.connect("127.0.0.1" + port)) {
            NetException failure =
                    Expect.failure(ErrorKind.UNTRUSTED_CERTIFICATE, () -> connector.connect(stream, "elsewhere.test"));
            assertThat(failure).hasMessageContaining("elsewhere.test").hasMessageContaining("localhost");
        }
    }

    @Test
    void unknownAuthorityIsNamed() throws Exception {
        TlsConnector connector = TlsConnector.builder()
                .trust(TlsTrust.ofPem(TestCertificates.otherCa()))
                .build();
        NetException failure = refused(connector, good, ErrorKind.UNTRUSTED_CERTIFICATE);
        assertThat(failure)
                .hasMessageContaining("the authority CN=Minato Test Root")
                .hasMessageContaining("is not trusted");
    }

    @Test
    void certificatesThatAreNotValidAreRefusedWithTheReason() throws Exception {
        assertThat(reason(TestCertificates.expired())).contains("expired");
        assertThat(reason(TestCertificates.notYetValid())).contains("valid");
        assertThat(reason(TestCertificates.selfSigned())).contains("self-signed");
        assertThat(reason(TestCertificates.stranger())).contains("CN=Another Root", "is not trusted");
    }

    private static String reason(TestCertificates.Issued issued) throws Exception {
        try (var server = Server.of(issued)) {
            return String.valueOf(refused(connector().build(), server, ErrorKind.UNTRUSTED_CERTIFICATE)
                    .getMessage());
        }
    }

    @Test
    void withoutACommonVersionBothSayWhy() throws Exception {
        try (var server = Server.of(TestCertificates.server(), "-tls1_2")) {
            refused(connector().minVersion(TlsVersion.TLS_1_3).build(), server, ErrorKind.UNSUPPORTED);
        }
        try (var server = Server.of(TestCertificates.server(), "-tls1_3")) {
            refused(connector().maxVersion(TlsVersion.TLS_1_2).build(), server, ErrorKind.UNSUPPORTED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sideWithoutACertificateLearnsThatOneIsRequired(TlsVersion version) throws Exception {
        TestCertificates.Issued alice = TestCertificates.client();
        TlsConnectorBuilder builder = connector().maxVersion(version);
        try (var server = Server.of(
                TestCertificates.server(),
                "-Verify",
                "4",
                "-verify_return_error",
                "-CAfile",
                TestCertificates.ca().toString())) {
            NetException failure = Expect.failure(ErrorKind.REFUSED_BY_PEER, () -> {
                try (var stream = builder.build().connect(server.address())) {
                    assertThat(version).isEqualTo(TlsVersion.TLS_1_3);
                    var _ = turned(stream, "question");
                }
            });
            assertThat(failure).hasMessageContaining("alert").hasMessageContaining("certificate");
            try (var stream = builder.identity(TlsPair.identity(alice)).build().connect(server.address())) {
                assertThat(turned(stream, "question")).isEqualTo("noitseuq");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("try") // the close is what the peer does
    void endWithoutCloseNotifyIsNoEnd(TlsVersion version) throws Exception {
        try (var server = Server.of(TestCertificates.server())) {
            try (var stream = connector().maxVersion(version).build().connect(server.address())) {
                assertThat(turned(stream, "question")).isEqualTo("noitseuq");
                server.close();
                NetException failure =
                        Expect.failure(ErrorKind.UNEXPECTED_EOF, () -> stream.read(ByteBuffer.allocate(1)));
                assertThat(failure).hasMessageContaining("close_notify");
            }
        }
    }
}
