package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.tls.TlsAcceptor;
import dev.minato.tls.TlsConnector;
import dev.minato.tls.TlsIdentity;
import dev.minato.tls.TlsTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Questions go over TLS (RFC 7858), to servers that are who they should be.
class DnsOverTlsTest {
    private static final DnsQuestion QUESTION = new DnsQuestion("www.example.test", DnsType.A);
    private static final String PASSWORD = "for a test";

    @TempDir
    private static Path folder;

    private static TlsAcceptor acceptor;
    private static TlsTrust trust;

    /// A certificate of its own for `dns.example.test`, by the tool that comes with the JDK.
    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException {
        Path store = folder.resolve("server.p12");
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=dns.example.test",
                        "-ext",
                        "SAN=dns:dns.example.test",
                        "-ext",
                        "BC=ca:true",
                        "-validity",
                        "10",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
        TlsIdentity identity = TlsIdentity.ofKeyStore(store, PASSWORD.toCharArray());
        acceptor = TlsAcceptor.of(identity);
        trust = TlsTrust.ofPem("-----BEGIN CERTIFICATE-----\n"
                + java.util.Base64.getMimeEncoder().encodeToString(encoded(identity))
                + "\n-----END CERTIFICATE-----\n");
    }

    private static byte[] encoded(TlsIdentity identity) {
        try {
            return identity.certificates().getFirst().getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static FakeServer server() throws NetException {
        return new FakeServer(query -> query.answer("www.example.test. 300 IN A 192.0.2.1"), acceptor::accept);
    }

    private static TlsConnector connector(TlsTrust trust) throws NetException {
        return TlsConnector.builder().trust(trust).build();
    }

    private static RacingResolver resolver(FakeServer server, TlsTrust trust, String name) throws NetException {
        return RacingResolver.builder()
                .server(server.address(), name)
                .tls(connector(trust))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    @Test
    void theAnswerComesOverTls() throws NetException, InterruptedException {
        try (FakeServer server = server();
                RacingResolver resolver = resolver(server, trust, "dns.example.test")) {
            for (int i = 0; i < 3; i++) {
                assertThat(resolver.race(QUESTION).answer().data()).containsExactly("192.0.2.1");
                assertThat(server.next().tcp()).isTrue();
            }
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void aServerOfAnotherNameGetsNoQuestion() throws NetException {
        try (FakeServer server = server();
                RacingResolver resolver = resolver(server, trust, "other.example.test")) {
            NetException failure = catchThrowableOfType(NetException.class, () -> resolver.race(QUESTION));
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNTRUSTED_CERTIFICATE);
            assertThat(server.queries).isEmpty();
        }
    }

    /// Which is what a connector says that trusts anybody.
    @Test
    void namesNeedNotBeVerified() throws NetException {
        try (FakeServer server = server();
                RacingResolver resolver = resolver(server, TlsTrust.insecure(), "other.example.test")) {
            assertThat(resolver.race(QUESTION).answer().data()).containsExactly("192.0.2.1");
        }
    }

    /// Without a name it is that of the server's address, which this certificate has not.
    @Test
    void withoutANameTheAddressIsVerified() throws NetException {
        try (FakeServer server = server();
                RacingResolver resolver = RacingResolver.builder()
                        .server(server.address())
                        .tls(connector(trust))
                        .build()) {
            NetException failure = catchThrowableOfType(NetException.class, () -> resolver.race(QUESTION));
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNTRUSTED_CERTIFICATE);
        }
    }

    @Test
    void thePortOfPlainQuestionsIsThatOfTls() throws NetException {
        try (RacingResolver resolver = RacingResolver.builder()
                .server(SocketAddr.parse("192.0.2.1:53"))
                .server(SocketAddr.parse("192.0.2.1:5353"))
                .tls(TlsConnector.system())
                .build()) {
            assertThat(resolver.servers())
                    .containsExactly(SocketAddr.parse("192.0.2.1:853"), SocketAddr.parse("192.0.2.1:5353"));
        }
    }
}
