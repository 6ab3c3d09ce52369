package dev.minato.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.MemoryStream;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.testing.Expect;
import dev.minato.testing.Overridden;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Peers that mean no good, and what a side that does not speak TLS makes of one that does.
@Timeout(60)
class TlsAttackTest {
    /// An alert that ends nothing (`user_canceled`, a warning).
    private static final byte[] WARNING = {21, 3, 3, 0, 2, 1, 90};

    private static SSLEngine clientEngine(TlsVersion version) throws NetException {
        SSLEngine engine =
                TlsContexts.ofClient(Optional.empty(), TlsTrust.insecure()).createSSLEngine("localhost", 1);
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {version.toString()});
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static byte[] wrapped(SSLEngine engine, byte[] bytes) throws Exception {
        var record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        var _ = engine.wrap(ByteBuffer.wrap(bytes), record);
        return Arrays.copyOf(record.array(), record.position());
    }

    private static TlsAcceptorBuilder acceptor() throws NetException {
        return TlsAcceptor.builder(TlsPair.identity(TestCertificates.server()));
    }

    /// They come as fast as they are read, so it is never waited for them.
    @Test
    void recordsWithoutEndDoNotOutliveTheHandshake() throws Exception {
        byte[] hello = wrapped(clientEngine(TlsVersion.TLS_1_2), new byte[0]);
        MemoryStream.Pair pair = ByteStream.pair();
        try (var near = pair.first();
                var _ = pair.second()) {
            int[] reads = {0};
            ByteStream endless = Overridden.of(ByteStream.class, near, "tryRead", arguments -> {
                byte[] next = reads[0]++ == 0 ? hello : WARNING;
                assertThat(reads[0]).as("reads").isLessThan(3_000_000);
                ((ByteBuffer) arguments[0]).put(next);
                return next.length;
            });
            TlsAcceptor acceptor =
                    acceptor().handshakeTimeout(Duration.ofMillis(200)).build();
            NetException failure = Expect.failure(ErrorKind.TIMED_OUT, () -> acceptor.accept(endless));
            assertThat(failure.operation()).isEqualTo("tls handshake");
        }
    }

    /// What a server that speaks first says in the clear.
    @Test
    void serverThatDoesNotSpeakTlsIsNamed() throws Exception {
        for (String greeting : List.of("220 mail.example.test ESMTP\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n")) {
            MemoryStream.Pair pair = ByteStream.pair();
            try (var client = pair.first();
                    var server = pair.second()) {
                server.writeAll(greeting.getBytes(UTF_8));
                NetException failure = Expect.failure(
                        ErrorKind.INVALID_DATA, () -> TlsConnector.system().connect(client, "localhost"));
                assertThat(failure).hasMessageContaining("the peer does not speak TLS");
                assertThat(failure.operation()).isEqualTo("tls handshake");
                assertThat(client.isOpen()).isTrue();
            }
        }
    }

    /// Longer than any record may be.
    @ParameterizedTest
    @EnumSource
    void oversizedRecordIsRefused(TlsVersion version) throws Exception {
        MemoryStream.Pair pair = ByteStream.pair(200_000);
        try (var tls = TlsPair.over(pair, version)) {
            var record = new byte[5 + 0xffff];
            System.arraycopy(new byte[] {23, 3, 3, -1, -1}, 0, record, 0, 5);
            pair.second().writeAll(record);
            Expect.failure(ErrorKind.INVALID_DATA, () -> tls.client().read(ByteBuffer.allocate(1)));
            Expect.failure(ErrorKind.INVALID_DATA, () -> tls.client().read(ByteBuffer.allocate(1)));
        }
    }

    /// It is this side that ended the connection: a write says why, as a read does.
    @ParameterizedTest
    @EnumSource
    void writeAfterABadRecordSaysWhatWasBad(TlsVersion version) throws Exception {
        MemoryStream.Pair pair = ByteStream.pair();
        try (var tls = TlsPair.over(pair, version)) {
            pair.second().writeAll("no record".getBytes(UTF_8));
            Expect.failure(ErrorKind.INVALID_DATA, () -> tls.client().read(ByteBuffer.allocate(1)));
            NetException failure =
                    Expect.failure(ErrorKind.INVALID_DATA, () -> tls.client().writeAll(new byte[1]));
            assertThat(failure.operation()).isEqualTo("write");
        }
    }

    /// The records of both are whole, whoever is when to write.
    @ParameterizedTest
    @EnumSource
    void twoWritersKeepTheirRecordsWhole(TlsVersion version) throws Exception {
        try (var tls = TlsPair.over(ByteStream.pair(3000), version)) {
            List<Task<Void>> writers = new ArrayList<>();
            for (char letter : new char[] {'a', 'b'}) {
                byte[] chunk = String.valueOf(letter).repeat(1000).getBytes(UTF_8);
                writers.add(Tasks.spawn(() -> {
                    for (int i = 0; i < 100; i++) {
                        assertThat(tls.client().write(ByteBuffer.wrap(chunk))).isEqualTo(1000);
                    }
                    return null;
                }));
            }
            var chunk = new byte[1000];
            int ofA = 0;
            for (int i = 0; i < 200; i++) {
                tls.server().readExact(chunk);
                String text = new String(chunk, UTF_8);
                assertThat(text).isIn("a".repeat(1000), "b".repeat(1000));
                ofA += text.startsWith("a") ? 1 : 0;
            }
            assertThat(ofA).isEqualTo(100);
            for (Task<Void> writer : writers) {
                writer.join();
            }
        }
    }
}
