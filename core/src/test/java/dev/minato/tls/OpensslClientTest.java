package dev.minato.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.io.BufferedSource;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.testing.Call;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.Subprocess;
import dev.minato.testing.Threads;
import dev.minato.testing.Tool;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What `openssl s_client` and a [TlsAcceptor] make of each other; seen with OpenSSL 3.0 of Debian 12.
@Timeout(60)
@Tag("real")
@EnabledIfSystemProperty(named = "minato.platform", matches = "jdk", disabledReason = "TLS is the same everywhere")
class OpensslClientTest {
    private static Subprocess client(TcpListener listener, String... options) throws Exception {
        Tool.require("openssl");
        var command = new ArrayList<>(List.of("openssl", "s_client", "-connect", text(listener), "-CAfile"));
        command.add(TestCertificates.ca().toString());
        command.addAll(List.of(options));
        return Subprocess.startMerged(command);
    }

    private static String text(TcpListener listener) throws NetException {
        return listener.localAddress().toString();
    }

    private static TcpListener listener() throws NetException {
        return TcpListener.bind(Loopback.IPV4.any());
    }

    private static String option(TlsVersion version) {
        return version == TlsVersion.TLS_1_3 ? "-tls1_3" : "-tls1_2";
    }

    private static TlsAcceptorBuilder acceptor() throws NetException {
        return TlsAcceptor.builder(TlsPair.identity(TestCertificates.server()));
    }

    private static TlsAcceptor ofClients() throws NetException {
        return acceptor().clientTrust(TlsTrust.ofPem(TestCertificates.ca())).build();
    }

    private static String line(TlsStream stream) throws NetException {
        return BufferedSource.of(stream).readLine(1000).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void asksAndIsAnswered(TlsVersion version) throws Exception {
        try (var listener = listener();
                var client = client(
                        listener, option(version), "-quiet", "-verify_return_error", "-servername", "localhost")) {
            client.say("question\n");
            try (var stream = acceptor().build().accept(listener.accept())) {
                assertThat(stream.version()).isEqualTo(version);
                assertThat(stream.serverName()).contains("localhost");
                assertThat(stream.peerCertificates()).isEmpty();
                assertThat(line(stream)).isEqualTo("question");
                stream.writeAll("answer\n".getBytes(UTF_8));
            }
            assertThat(client.text()).endsWith("answer\n");
        }
    }

    /// At the end of its input it sends close_notify.
    @ParameterizedTest
    @EnumSource
    void itsEndIsTheEnd(TlsVersion version) throws Exception {
        try (var listener = listener();
                var client = client(listener, option(version))) {
            client.feed("all of it".getBytes(UTF_8));
            try (var stream = acceptor().build().accept(listener.accept())) {
                assertThat(stream.readToString(100)).isEqualTo("all of it");
                assertThat(stream.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void itsCertificateIsGivenToTheHandler(TlsVersion version) throws Exception {
        TestCertificates.Issued alice = TestCertificates.client();
        try (var listener = listener();
                var client = client(
                        listener,
                        option(version),
                        "-quiet",
                        "-cert",
                        alice.certificate().toString(),
                        "-cert_chain",
                        TestCertificates.intermediate().toString(),
                        "-key",
                        alice.key().toString())) {
            try (var stream = ofClients().accept(listener.accept())) {
                assertThat(stream.peerCertificates().getFirst()).isEqualTo(alice.leaf());
                stream.writeAll("welcome\n".getBytes(UTF_8));
            }
            assertThat(client.text()).endsWith("welcome\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutACertificateItIsToldSo(TlsVersion version) throws Exception {
        try (var listener = listener();
                var client = client(listener, option(version))) {
            refused(listener, ofClients(), ErrorKind.UNTRUSTED_CERTIFICATE, "the peer has sent no certificate");
            assertThat(client.text()).contains("alert");
        }
    }

    @ParameterizedTest
    @EnumSource
    void expiredCertificateIsNamed(TlsVersion version) throws Exception {
        refusedWith(version, TestCertificates.expiredClient(), "expired");
    }

    @ParameterizedTest
    @EnumSource
    void strangeCertificateIsNamed(TlsVersion version) throws Exception {
        refusedWith(version, TestCertificates.strangeClient(), "mallory");
    }

    private static void refusedWith(TlsVersion version, TestCertificates.Issued shown, String reason) throws Exception {
        try (var listener = listener();
                var client = client(
                        listener,
                        option(version),
                        "-cert",
                        shown.certificate().toString(),
                        "-cert_chain",
                        shown.chain().toString(),
                        "-key",
                        shown.key().toString())) {
            refused(listener, ofClients(), ErrorKind.UNTRUSTED_CERTIFICATE, reason);
            assertThat(client.text()).contains("alert");
        }
    }

    private static void refused(TcpListener listener, TlsAcceptor acceptor, ErrorKind kind, String reason)
            throws Exception {
        try (TcpStream stream = listener.accept()) {
            NetException failure = Expect.failure(kind, () -> acceptor.accept(stream));
            assertThat(failure.operation()).isEqualTo("tls handshake");
            assertThat(failure.address()).contains(stream.peerAddress().toString());
            assertThat(failure).hasMessageContaining(reason);
        }
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2, TLS_1_3, TLS_1_3", "-tls1_3, TLS_1_2, TLS_1_2"})
    void withoutACommonVersionItIsToldSo(String option, TlsVersion min, TlsVersion max) throws Exception {
        TlsAcceptor acceptor = acceptor().minVersion(min).maxVersion(max).build();
        try (var listener = listener();
                var client = client(listener, option)) {
            refused(listener, acceptor, ErrorKind.UNSUPPORTED, "TLS");
            assertThat(client.text()).contains("protocol version");
        }
    }

    /// The server's key is no RSA key.
    @Test
    void withoutACommonCipherItIsToldSo() throws Exception {
        try (var listener = listener();
                var client = client(listener, "-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256")) {
            refused(listener, acceptor().build(), ErrorKind.UNSUPPORTED, "cipher");
            assertThat(client.text()).contains("handshake failure");
        }
    }

    @Test
    void applicationProtocolIsAgreedOn() throws Exception {
        TlsAcceptor acceptor =
                acceptor().applicationProtocols(List.of("b", "a")).build();
        try (var listener = listener();
                var client = client(listener, "-alpn", "a,b")) {
            try (var stream = acceptor.accept(listener.accept())) {
                assertThat(stream.applicationProtocol()).contains("b");
            }
            assertThat(client.text()).contains("ALPN protocol: b");
        }
        try (var listener = listener();
                var _ = client(listener);
                var stream = acceptor.accept(listener.accept())) {
            assertThat(stream.applicationProtocol()).isEmpty();
        }
        try (var listener = listener();
                var client = client(listener, "-alpn", "c")) {
            refused(listener, acceptor, ErrorKind.UNSUPPORTED, "application");
            assertThat(client.text()).contains("no application protocol");
        }
    }

    /// A renewed certificate does not end the sessions of before; other trust in clients does.
    @ParameterizedTest
    @EnumSource
    void itsSessionIsResumedAfterARenewal(TlsVersion version, @TempDir Path folder) throws Exception {
        TlsAcceptor acceptor = ofClients();
        String session = folder.resolve("session").toString();
        assertThat(greeted(acceptor, version, "-sess_out", session))
                .contains("New, TLS")
                .doesNotContain("Reused, TLS");
        acceptor.setIdentities(List.of(TlsPair.identity(TestCertificates.renewed())));
        assertThat(greeted(acceptor, version, "-sess_in", session)).contains("Reused, TLS");
        acceptor.setClientTrust(TlsTrust.ofPem(TestCertificates.ca()));
        assertThat(greeted(acceptor, version, "-sess_in", session))
                .contains("New, TLS")
                .doesNotContain("Reused, TLS");
    }

    private static String greeted(TlsAcceptor acceptor, TlsVersion version, String... options) throws Exception {
        TestCertificates.Issued alice = TestCertificates.client();
        var all = new ArrayList<>(List.of(options));
        all.addAll(List.of(option(version), "-cert", alice.certificate().toString(), "-cert_chain"));
        all.addAll(List.of(
                TestCertificates.intermediate().toString(), "-key", alice.key().toString()));
        try (var listener = listener();
                var client = client(listener, all.toArray(String[]::new))) {
            try (var stream = acceptor.accept(listener.accept())) {
                assertThat(stream.peerCertificates().getFirst()).isEqualTo(alice.leaf());
                stream.writeAll("greeting\n".getBytes(UTF_8));
                stream.shutdown(Shutdown.WRITE);
            }
            return client.text();
        }
    }

    /// It does so when a line is `R`.
    @Test
    void mayNotRenegotiate() throws Exception {
        try (var listener = listener();
                var client = client(listener, "-tls1_2")) {
            try (var stream = acceptor().build().accept(listener.accept())) {
                client.say("R\n");
                NetException failure = Expect.failure(ErrorKind.INVALID_DATA, () -> stream.read(room()));
                assertThat(failure).hasMessageContaining("renegotiate");
                Expect.failure(ErrorKind.INVALID_DATA, () -> stream.read(room()));
            }
        }
    }

    private static ByteBuffer room() {
        return ByteBuffer.allocate(100);
    }

    /// It does so when a line is `K`, and asks for new keys of this side, too.
    @Test
    void mayChangeItsKeys() throws Exception {
        try (var listener = listener();
                var client = client(listener, "-tls1_3")) {
            try (var stream = acceptor().build().accept(listener.accept())) {
                client.say("K\n");
                Task<String> reading = Tasks.spawn(() -> line(stream));
                String said = "";
                while (!said.contains("KEYUPDATE")) {
                    said = client.line();
                }
                client.say("question\n");
                assertThat(reading.join()).isEqualTo("question");
                stream.writeAll("answer\n".getBytes(UTF_8));
            }
            assertThat(client.text()).contains("answer");
        }
    }

    /// Each is answered, and none of them has content: whoever reads would be busy without an end.
    @Test
    void mayNotChangeItsKeysWithoutEnd() throws Exception {
        try (var listener = listener();
                var client = client(listener, "-tls1_3")) {
            try (var stream = acceptor().build().accept(listener.accept())) {
                Call<Integer> reading = Threads.VIRTUAL.call(() -> stream.read(room()));
                boolean more = true;
                for (int i = 0; i < 100 && more; i++) {
                    client.say("K\n");
                    more = changed(client);
                }
                NetException failure = reading.failure();
                assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_DATA);
                assertThat(failure).hasMessageContaining("without content");
            }
        }
    }

    /// Whether it has changed its keys; false if it has ended.
    private static boolean changed(Subprocess client) {
        String said = "";
        while (!said.contains("KEYUPDATE")) {
            try {
                said = client.line();
            } catch (AssertionError ended) {
                return false;
            }
        }
        return true;
    }
}
