package dev.minato.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.MemoryStream;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.junit.jupiter.api.Test;

/// Peers that send records without end and no data in them.
class TlsFloodTest {
    private static final int MANY = 10_000;

    /// Each asks for new keys of the other side, which the engine would keep an answer to.
    @Test
    void keyUpdatesWithoutDataAreRefused() throws Exception {
        MemoryStream.Pair streams = ByteStream.pair(1 << 20);
        try (var pair = accept(streams)) {
            ByteBuffer flood = ByteBuffer.allocate(1 << 20);
            for (int i = 0; i < MANY; i++) {
                pair.peer().beginHandshake();
                pair.peer().wrap(ByteBuffer.allocate(0), flood);
            }
            streams.first().writeAll(flood.flip());
            Expect.failure(ErrorKind.INVALID_DATA, () -> pair.stream().read(ByteBuffer.allocate(1)));
        }
    }

    /// Data between them does not make them cheaper: the answers have to go somewhere.
    @Test
    void keyUpdatesOfAPeerThatReadsNoneAreRefused() throws Exception {
        MemoryStream.Pair streams = ByteStream.pair(1 << 20);
        try (var pair = accept(streams)) {
            pair.stream().setWriteTimeout(Duration.ofMillis(1));
            Expect.failure(ErrorKind.TIMED_OUT, () -> pair.stream().writeAll(new byte[2 << 20]));
            ByteBuffer flood = ByteBuffer.allocate(1 << 20);
            for (int i = 0; i < MANY; i++) {
                pair.peer().beginHandshake();
                pair.peer().wrap(ByteBuffer.allocate(0), flood);
                pair.peer().wrap(ByteBuffer.allocate(1), flood);
            }
            streams.first().writeAll(flood.flip());
            Expect.failure(ErrorKind.INVALID_DATA, () -> pair.stream().readExact(new byte[MANY]));
        }
    }

    /// A client that reads its answers may ask as often as it likes.
    @Test
    void keyUpdatesAmongDataAreAnswered() throws Exception {
        MemoryStream.Pair streams = ByteStream.pair(1 << 20);
        try (var pair = accept(streams)) {
            ByteBuffer records = ByteBuffer.allocate(1 << 20);
            for (int i = 0; i < 1000; i++) {
                pair.peer().beginHandshake();
                pair.peer().wrap(ByteBuffer.allocate(0), records);
                pair.peer().wrap(ByteBuffer.allocate(1), records);
            }
            streams.first().writeAll(records.flip());
            pair.stream().readExact(new byte[1000]);
            assertThat(streams.first().tryRead(ByteBuffer.allocate(1 << 20))).isGreaterThan(1000 * 20);
        }
    }

    /// Before the hello the engine ignores warnings, and such a peer never has it wait.
    @Test
    void handshakeTimeoutIsHeededWhileRecordsCome() throws Exception {
        MemoryStream.Pair streams = ByteStream.pair(1 << 20);
        var flood = ByteBuffer.allocate(1 << 20);
        while (flood.remaining() >= 7) {
            flood.put(new byte[] {21, 3, 3, 0, 2, 1, 90});
        }
        streams.first().writeAll(flood.flip());
        var acceptor = TlsAcceptor.builder(TlsPair.identity(TestCertificates.server()))
                .handshakeTimeout(Duration.ofNanos(1))
                .build();
        Expect.failure(ErrorKind.TIMED_OUT, () -> acceptor.accept(streams.second()));
        assertThat(streams.second().tryRead(ByteBuffer.allocate(1))).isEqualTo(1);
    }

    private record Accepted(TlsStream stream, SSLEngine peer) implements AutoCloseable {
        @Override
        public void close() throws NetException {
            stream.close();
        }
    }

    private static Accepted accept(MemoryStream.Pair streams) throws Exception {
        var acceptor = TlsAcceptor.of(TlsPair.identity(TestCertificates.server()));
        Task<TlsStream> accepted = Tasks.spawn(() -> acceptor.accept(streams.second()));
        SSLContext context = TlsContexts.ofClient(Optional.empty(), TlsTrust.ofPem(TestCertificates.ca()));
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
        var in = ByteBuffer.allocate(1 << 16).limit(0);
        while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            step(engine, streams.first(), in);
        }
        return new Accepted(accepted.join(), engine);
    }

    private static void step(SSLEngine engine, ByteStream stream, ByteBuffer in) throws Exception {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> HandshakeTasks.run(engine);
            case NEED_WRAP -> {
                var out = ByteBuffer.allocate(1 << 16);
                engine.wrap(ByteBuffer.allocate(0), out);
                stream.writeAll(out.flip());
            }
            default -> {
                if (engine.unwrap(in, ByteBuffer.allocate(1 << 16)).bytesConsumed() == 0) {
                    stream.read(in.compact());
                    in.flip();
                }
            }
        }
    }
}
