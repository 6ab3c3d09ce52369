package dev.minato.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.minato.tls.TestCertificates.Issued;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/// A server chooses its certificate by the name that a client asks for and the keys that it can use; new ones
/// are shown from the next handshake on, and sessions of before are resumed.
class ServerKeysTest {
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    private static TlsIdentity identity(Issued issued) throws Exception {
        return TlsIdentity.ofPem(issued.chain(), issued.key());
    }

    private static ServerKeys keys(Issued... issued) throws Exception {
        return new ServerKeys(
                List.of(issued).stream().map(ServerKeysTest::loaded).toList());
    }

    private static TlsIdentity loaded(Issued issued) {
        try {
            return identity(issued);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static SSLContext client() throws Exception {
        return TlsContexts.ofClient(Optional.empty(), TlsTrust.insecure());
    }

    private static EnginePair pair(ServerKeys keys, String name) throws Exception {
        return EnginePair.of(client(), TlsContexts.ofServer(keys, Optional.empty()), "x")
                .withServerName(name);
    }

    private static X509Certificate shown(ServerKeys keys, String name) throws Exception {
        return pair(keys, name).handshake().serverCertificate();
    }

    @Test
    void nameChooses() throws Exception {
        Issued first = TestCertificates.server();
        Issued example = TestCertificates.example();
        Issued wild = TestCertificates.wildcard();
        ServerKeys keys = keys(first, example, wild);

        assertThat(shown(keys, "example.test")).isEqualTo(example.leaf());
        assertThat(shown(keys, "www.example.test")).isEqualTo(example.leaf());
        assertThat(shown(keys, "WWW.Example.TEST")).isEqualTo(example.leaf());
        assertThat(shown(keys, "a.wild.test")).isEqualTo(wild.leaf());
        assertThat(shown(keys, "localhost")).isEqualTo(first.leaf());
        for (String other : List.of("a.b.wild.test", "wild.test", "mail.example.test", "elsewhere")) {
            assertThat(shown(keys, other)).as(other).isEqualTo(first.leaf());
        }
        EnginePair without = EnginePair.of(client(), TlsContexts.ofServer(keys, Optional.empty()), "127.0.0.1");
        assertThat(without.handshake().serverCertificate()).isEqualTo(first.leaf());
    }

    @Test
    void exactNameComesBeforeTheWildcard() throws Exception {
        Issued exact = TestCertificates.exactWild();
        for (ServerKeys keys :
                List.of(keys(TestCertificates.wildcard(), exact), keys(exact, TestCertificates.wildcard()))) {
            assertThat(shown(keys, "exact.wild.test")).isEqualTo(exact.leaf());
            assertThat(shown(keys, "other.wild.test"))
                    .isEqualTo(TestCertificates.wildcard().leaf());
        }
    }

    @Test
    void keysOfTwoKindsServeOneName() throws Exception {
        Issued ec = TestCertificates.server();
        Issued rsa = TestCertificates.serverRsa();
        Issued edwards = TestCertificates.serverEd25519();
        for (ServerKeys keys : List.of(keys(ec, rsa, edwards), keys(edwards, rsa, ec))) {
            assertThat(signedWith(keys, "ecdsa_secp256r1_sha256")).isEqualTo(ec.leaf());
            assertThat(signedWith(keys, "rsa_pss_rsae_sha256")).isEqualTo(rsa.leaf());
            assertThat(signedWith(keys, "ed25519")).isEqualTo(edwards.leaf());
        }
    }

    @Test
    void defaultIsOfAnyKindOfKey() throws Exception {
        Issued rsa = TestCertificates.serverRsa();
        ServerKeys keys = keys(TestCertificates.server(), TestCertificates.example(), rsa);

        EnginePair pair = EnginePair.of(client(), TlsContexts.ofServer(keys, Optional.empty()), "127.0.0.1")
                .withClient(parameters -> parameters.setSignatureSchemes(new String[] {"rsa_pss_rsae_sha256"}));

        assertThat(pair.handshake().serverCertificate()).isEqualTo(rsa.leaf());
    }

    @Test
    void keyThatTheClientCannotUseIsNoOther() throws Exception {
        ServerKeys keys = keys(TestCertificates.serverRsa(), TestCertificates.example());

        assertThat(catchThrowable(() -> pair(keys, "example.test")
                        .withClient(parameters -> parameters.setSignatureSchemes(new String[] {"rsa_pss_rsae_sha256"}))
                        .handshake()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    private static X509Certificate signedWith(ServerKeys keys, String scheme) throws Exception {
        return pair(keys, "localhost")
                .withClient(parameters -> {
                    // certificates themselves are signed with ECDSA
                    parameters.setSignatureSchemes(
                            scheme.startsWith("ecdsa")
                                    ? new String[] {scheme}
                                    : new String[] {scheme, "ecdsa_secp384r1_sha384"});
                })
                .handshake()
                .serverCertificate();
    }

    /// The JDK's own tickets are not good for this: each has a checksum of the chain.
    @Test
    void newOnesAreShownAtOnceAndSessionsAreResumed() throws Exception {
        for (String version : VERSIONS) {
            ServerKeys keys = keys(TestCertificates.server());
            SSLContext server = TlsContexts.ofServer(keys, Optional.empty());
            SSLContext client = client();
            EnginePair before = handshake(client, server, "localhost", version);

            keys.replace(List.of(identity(TestCertificates.renewed())));
            EnginePair resumed = handshake(client, server, "localhost", version);
            EnginePair again = handshake(client, server, "localhost", version);
            EnginePair fresh = handshake(client(), server, "localhost", version);

            assertThat(resumed.created()).as("session made before, " + version).isEqualTo(before.created());
            assertThat(again.created()).as("session made before, " + version).isEqualTo(before.created());
            assertThat(resumed.serverCertificate())
                    .isEqualTo(TestCertificates.server().leaf());
            assertThat(fresh.serverCertificate())
                    .isEqualTo(TestCertificates.renewed().leaf());
        }
    }

    @Test
    void sessionsOfEveryNameAreResumed() throws Exception {
        ServerKeys keys = keys(TestCertificates.server(), TestCertificates.example());
        for (String version : VERSIONS) {
            SSLContext server = TlsContexts.ofServer(keys, Optional.empty());
            SSLContext client = client();
            EnginePair before = handshake(client, server, "www.example.test", version);
            EnginePair resumed = handshake(client, server, "www.example.test", version);

            assertThat(resumed.created()).as(version).isEqualTo(before.created());
            assertThat(resumed.serverCertificate())
                    .isEqualTo(TestCertificates.example().leaf());
        }
    }

    private static EnginePair handshake(SSLContext client, SSLContext server, String host, String version)
            throws Exception {
        return EnginePair.of(client, server, host)
                .withClient(parameters -> parameters.setProtocols(new String[] {version}))
                .handshake();
    }

    @Test
    void propertyOfTicketsIsLeftAsItWas() throws Exception {
        TlsContexts.ofServer(keys(TestCertificates.server()), Optional.empty());

        assertThat(System.getProperty("jdk.tls.server.enableSessionTicketExtension"))
                .isNull();
    }

    @Test
    void aliasOutlivesReloads() throws Exception {
        ServerKeys keys = keys(TestCertificates.server());
        String alias = keys.getServerAliases("EC", null)[0];
        for (int i = 0; i < 7; i++) {
            keys.replace(List.of(identity(TestCertificates.renewed())));
        }

        assertThat(keys.getCertificateChain(alias)[0])
                .isEqualTo(TestCertificates.server().leaf());
        assertThat(keys.getPrivateKey(alias))
                .isEqualTo(TestCertificates.server().privateKey());
        assertThat(keys.getServerAliases("EC", null)).doesNotContain(alias);

        keys.replace(List.of(identity(TestCertificates.renewed())));
        assertThat(keys.getPrivateKey(alias)).as("bounded").isNull();
    }

    @Test
    void oneIsNeeded() throws Exception {
        ServerKeys keys = keys(TestCertificates.server());

        assertThatIllegalArgumentException().isThrownBy(() -> new ServerKeys(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.replace(List.of()));
        assertThat(keys.identities()).hasSize(1);
    }
}
