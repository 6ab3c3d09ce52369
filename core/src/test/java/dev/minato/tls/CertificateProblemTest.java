package dev.minato.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.minato.tls.TestCertificates.Issued;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A certificate that is not trusted is refused with its reason, in both versions of TLS, on both sides.
class CertificateProblemTest {
    private static final String LOCALHOST = "localhost";

    private static SSLContext server(Path chain, Path key) throws Exception {
        var keys = new ServerKeys(List.of(TlsIdentity.ofPem(chain, key)));
        return TlsContexts.ofServer(keys, Optional.empty());
    }

    private static EnginePair pair(SSLContext server, TlsTrust trust, String host, String version) throws Exception {
        return EnginePair.of(TlsContexts.ofClient(Optional.empty(), trust), server, host)
                .withClient(parameters -> parameters.setProtocols(new String[] {version}));
    }

    private static void refused(EnginePair pair, CertificateProblem problem, String words) {
        Throwable failure = catchThrowable(pair::handshake);
        assertThat(failure).as(problem + " is refused").isNotNull();
        UntrustedCertificateException found = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(UntrustedCertificateException.class::isInstance)
                .map(UntrustedCertificateException.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("another failure", failure));
        assertThat(found.problem()).as(found.getMessage()).isEqualTo(problem);
        assertThat(found).hasMessageContaining(words);
        assertThat(found.getCause()).isNotNull();
        assertThat(found.certificates()).isNotEmpty();
    }

    private static void refused(Issued issued, String host, CertificateProblem problem, String words) throws Exception {
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            SSLContext server = server(issued.chain(), issued.key());
            refused(pair(server, TlsTrust.ofPem(TestCertificates.ca()), host, version), problem, words);
        }
    }

    @Test
    void trustedOnesAreTaken() throws Exception {
        TlsTrust trust = TlsTrust.ofPem(TestCertificates.ca());
        for (Issued each :
                List.of(TestCertificates.server(), TestCertificates.serverRsa(), TestCertificates.serverEd25519())) {
            for (String host : List.of(LOCALHOST, "LOCALHOST", "127.0.0.1", "::1", "0:0:0:0:0:0:0:1")) {
                for (String version : List.of("TLSv1.3", "TLSv1.2")) {
                    EnginePair pair = pair(server(each.chain(), each.key()), trust, host, version);
                    assertThat(pair.handshake().serverCertificate()).isEqualTo(each.leaf());
                    assertThat(pair.protocol()).isEqualTo(version);
                }
            }
        }
    }

    @Test
    void whoIsTrustedHimselfNeedsNoAuthority() throws Exception {
        Issued self = TestCertificates.selfSigned();
        Issued leaf = TestCertificates.server();
        for (Issued each : List.of(self, leaf)) {
            EnginePair pair = pair(
                    server(each.certificate(), each.key()), TlsTrust.ofPem(each.certificate()), LOCALHOST, "TLSv1.3");
            assertThat(pair.handshake().serverCertificate()).isEqualTo(each.leaf());
        }
    }

    @Test
    void expired() throws Exception {
        refused(
                TestCertificates.expired(),
                LOCALHOST,
                CertificateProblem.EXPIRED,
                "CN=localhost expired at 2021-02-01T00:00:00Z");
    }

    @Test
    void notYetValid() throws Exception {
        refused(
                TestCertificates.notYetValid(),
                LOCALHOST,
                CertificateProblem.NOT_YET_VALID,
                "CN=localhost is not valid before 203");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.test", "sub.localhost", "127.0.0.2", "::2", "bücher.test"})
    void wrongHost(String host) throws Exception {
        refused(
                TestCertificates.server(),
                host,
                CertificateProblem.WRONG_HOST,
                "it is for localhost, 127.0.0.1, ::1, not for ");
    }

    @Test
    void wildcardIsOneLabel() throws Exception {
        Issued wild = TestCertificates.wildcard();
        TlsTrust trust = TlsTrust.ofPem(TestCertificates.ca());

        pair(server(wild.chain(), wild.key()), trust, "a.wild.test", "TLSv1.3").handshake();
        for (String host : List.of("wild.test", "a.b.wild.test")) {
            refused(wild, host, CertificateProblem.WRONG_HOST, "it is for *.wild.test, not for " + host);
        }
    }

    @Test
    void internationalNames() throws Exception {
        Issued books = TestCertificates.international();
        TlsTrust trust = TlsTrust.ofPem(TestCertificates.ca());

        for (String host : List.of("bücher.test", "xn--bcher-kva.test", "BÜCHER.test")) {
            pair(server(books.chain(), books.key()), trust, host, "TLSv1.3").handshake();
        }
        refused(books, "kücher.test", CertificateProblem.WRONG_HOST, "it is for xn--bcher-kva.test, not for k");
    }

    @Test
    void selfSigned() throws Exception {
        refused(
                TestCertificates.selfSigned(),
                LOCALHOST,
                CertificateProblem.SELF_SIGNED,
                "CN=localhost is self-signed and not trusted");
    }

    @Test
    void unknownAuthority() throws Exception {
        refused(
                TestCertificates.stranger(),
                LOCALHOST,
                CertificateProblem.UNKNOWN_AUTHORITY,
                "the authority CN=Another Root above CN=localhost is not trusted");
        Issued known = TestCertificates.server();
        refused(
                pair(server(known.chain(), known.key()), TlsTrust.system(), LOCALHOST, "TLSv1.3"),
                CertificateProblem.UNKNOWN_AUTHORITY,
                "the authority CN=Minato Test Root above CN=localhost is not trusted");
    }

    @Test
    void missingIntermediate() throws Exception {
        Issued known = TestCertificates.server();
        refused(
                pair(
                        server(known.certificate(), known.key()),
                        TlsTrust.ofPem(TestCertificates.ca()),
                        LOCALHOST,
                        "TLSv1.3"),
                CertificateProblem.MISSING_INTERMEDIATE,
                "CN=localhost is signed by CN=Minato Test Intermediate, which is not trusted");
    }

    @Test
    void weak() throws Exception {
        refused(
                TestCertificates.small(),
                LOCALHOST,
                CertificateProblem.WEAK,
                "CN=localhost has a key or a signature that is too weak (RSA key of 768 bits");
    }

    @Test
    void wrongUsage() throws Exception {
        refused(
                TestCertificates.client(),
                LOCALHOST,
                CertificateProblem.WRONG_USAGE,
                "CN=alice is not made for a server");
    }

    @Test
    void leafThatSignsIsNoAuthority() throws Exception {
        Issued forged = TestCertificates.signedByLeaf();
        refused(forged, LOCALHOST, CertificateProblem.WRONG_USAGE, "CN=wildcard does not allow this use of it");
    }

    @Test
    void clientsAreRefusedLikewise() throws Exception {
        refusedClient(TestCertificates.expiredClient(), CertificateProblem.EXPIRED, "CN=alice expired at 2021");
        refusedClient(TestCertificates.strangeClient(), CertificateProblem.UNKNOWN_AUTHORITY, "CN=Another Root");
        refusedClient(TestCertificates.selfSigned(), CertificateProblem.SELF_SIGNED, "self-signed");
        refusedClient(TestCertificates.example(), CertificateProblem.WRONG_USAGE, "is not made for a client");
    }

    @Test
    void clientIsKnownToTheServer() throws Exception {
        EnginePair pair = mutual(TestCertificates.client());
        assertThat(pair.handshake().clientCertificate())
                .contains(TestCertificates.client().leaf());
    }

    private static void refusedClient(Issued client, CertificateProblem problem, String words) throws Exception {
        refused(mutual(client), problem, words);
    }

    private static EnginePair mutual(Issued client) throws Exception {
        Issued server = TestCertificates.server();
        TlsTrust trust = TlsTrust.ofPem(TestCertificates.ca());
        var keys = new ServerKeys(List.of(TlsIdentity.ofPem(server.chain(), server.key())));
        SSLContext asking = TlsContexts.ofServer(keys, Optional.of(trust));
        SSLContext showing = TlsContexts.ofClient(Optional.of(TlsIdentity.ofPem(client.chain(), client.key())), trust);
        return EnginePair.of(showing, asking, LOCALHOST).withServer(parameters -> parameters.setNeedClientAuth(true));
    }

    @Test
    void trustIsEqualIfTheCertificatesAre(@TempDir Path folder) throws Exception {
        TlsTrust trust = TlsTrust.ofPem(TestCertificates.ca());
        Path copy = Files.copy(TestCertificates.ca(), folder.resolve("copy.pem"));

        assertThat(trust).isEqualTo(TlsTrust.ofPem(copy)).hasSameHashCodeAs(TlsTrust.ofPem(copy));
        assertThat(trust)
                .isNotEqualTo(TlsTrust.ofPem(TestCertificates.otherCa()))
                .isNotEqualTo(TlsTrust.insecure());
        assertThat(TlsTrust.system()).isEqualTo(TlsTrust.system()).isNotEqualTo(TlsTrust.insecure());
    }

    @Test
    void summaryOfACertificate() {
        CertificateSummary summary =
                CertificateSummary.of(TestCertificates.server().leaf());

        assertThat(summary.subject()).isEqualTo("CN=localhost");
        assertThat(summary.issuer()).isEqualTo("CN=Minato Test Intermediate");
        assertThat(summary.names()).containsExactly("localhost", "127.0.0.1", "::1");
        assertThat(summary).hasToString("CN=localhost for localhost, 127.0.0.1, ::1 until " + summary.notAfter());
        assertThat(CertificateSummary.of(TestCertificates.expired().leaf()).notAfter())
                .hasToString("2021-02-01T00:00:00Z");
    }

    @Test
    void insecureTakesAll() throws Exception {
        for (Issued each : List.of(
                TestCertificates.expired(),
                TestCertificates.selfSigned(),
                TestCertificates.stranger(),
                TestCertificates.client())) {
            X509Certificate seen = pair(
                            server(each.chain(), each.key()), TlsTrust.insecure(), "elsewhere.test", "TLSv1.3")
                    .handshake()
                    .serverCertificate();
            assertThat(seen).isEqualTo(each.leaf());
        }
    }
}
