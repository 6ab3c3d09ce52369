package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import dev.minato.client.TcpClient;
import dev.minato.codec.LengthCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One server over TCP or TLS: one connection, on which questions are pipelined and answered in any order
/// (RFC 7766, RFC 7858).
///
/// An answer finds its question by id and question together.
final class TcpUpstream implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final int MAX_FRAME = 2 + 65_535;
    private static final int MAX_IN_FLIGHT = 128;
    private static final int ID_ATTEMPTS = 4;

    private final SocketAddr server;
    private final RandomGenerator random;
    private final boolean randomCase;
    private final TcpClient<ByteBuffer, ByteBuffer> client;

    /// What makes a question and its answer one, on a connection.
    private record Key(int id, WireQuestion question) {}

    TcpUpstream(ResolverSettings.Server server, ResolverSettings settings) {
        this.server = server.address();
        this.random = settings.random();
        this.randomCase = settings.randomCase();
        this.client = TcpClient.<ByteBuffer, ByteBuffer>builder(
                        () -> LengthCodec.ofBytes(2).decoder(MAX_FRAME).andThen(TcpUpstream::copy),
                        () -> LengthCodec.ofBytes(2).codec(MAX_FRAME))
                .connector(() -> connect(server, settings))
                .matching(TcpUpstream::key, TcpUpstream::keyOfAnswer)
                .idempotent(_ -> true)
                .connectTimeout(settings.timeout())
                .requestTimeout(settings.timeout())
                .readTimeout(settings.timeout())
                .idleTimeout(IDLE)
                .maxConnections(1)
                .maxInFlight(MAX_IN_FLIGHT)
                .build();
    }

    private static ByteBuffer copy(ByteBuffer view) {
        return ByteBuffer.allocate(view.remaining()).put(view).flip();
    }

    private static ByteStream connect(ResolverSettings.Server server, ResolverSettings settings) throws NetException {
        TcpStream stream = TcpStream.options().noDelay(true).connect(server.address());
        if (settings.tls().isEmpty()) {
            return stream;
        }
        try {
            return settings.tls().get().connect(stream, server.name());
        } catch (Throwable failed) {
            try (stream) {
                throw failed;
            }
        }
    }

    private static Optional<Key> key(ByteBuffer message) {
        return WireQuestion.read(message, false)
                .map(question -> new Key(message.getShort(message.position()) & 0xffff, question));
    }

    /// A message that is no answer has no question here.
    private static Optional<Key> keyOfAnswer(ByteBuffer message) {
        return key(message).filter(key -> AnswerMatch.isHeaderOfAnswer(message, key.id()));
    }

    /// Asks, and waits for the answer. `INVALID_DATA` if it is malformed or cut short, which over TCP
    /// nothing is; `TIMED_OUT`, and as [TcpClient#request] otherwise.
    WireAnswer ask(WireQuestion question, Tally tally) throws NetException {
        WireQuestion spelled = randomCase ? question.respelled(random) : question;
        for (int left = ID_ATTEMPTS - 1; ; left--) {
            int id = random.nextInt(1 << 16);
            try {
                ByteBuffer reply = client.request(ByteBuffer.wrap(DnsMessages.query(id, spelled, true)));
                return read(reply, new AnswerMatch(id, spelled, randomCase, tally));
            } catch (NetException e) {
                if (e.kind() != ErrorKind.ALREADY_EXISTS || left == 0) {
                    throw e;
                }
            }
        }
    }

    private WireAnswer read(ByteBuffer reply, AnswerMatch match) throws NetException {
        if (match.test(reply) && match.answer().isPresent()) {
            return match.answer().get();
        }
        throw NetException.builder(ErrorKind.INVALID_DATA, "ask")
                .address(server)
                .detail("the answer over TCP is malformed")
                .build();
    }

    /// How many messages came that answered no question.
    long strays() {
        return client.strayReplies();
    }

    @Override
    public void close() {
        client.close();
    }
}
