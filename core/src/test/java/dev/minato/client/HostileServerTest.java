package dev.minato.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.codec.Decoder;
import dev.minato.codec.LengthCodec;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.OneShot;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Servers that do what none should.
class HostileServerTest {
    private static TcpClientBuilder<String, String> lines(ScriptServer server) {
        return TcpClient.builder(() -> LineCodec.utf8(1000))
                .address(server.address())
                .maxConnections(1);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The first connection does what `script` says, all others are answered.
    private static ScriptServer.Script first(ScriptServer.Script script) {
        return (number, stream, lines) -> {
            if (number == 1) {
                script.serve(number, stream, lines);
            } else {
                ScriptServer.echo().serve(number, stream, lines);
            }
        };
    }

    @Test
    void aReplyWithoutEndIsBoundedInTime() throws Exception {
        ScriptServer.Script endless = (_, stream, lines) -> {
            assertThat(lines.read()).isPresent();
            while (true) {
                stream.writeAll(bytes("x".repeat(10_000)));
            }
        };
        try (var server = new ScriptServer(first(endless));
                var client = lines(server).readTimeout(Duration.ofMillis(50)).build()) {
            var failure = Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> client.request("one"));

            assertThat(TcpClient.isOutcomeUnknown(failure)).isTrue();
            Eventually.holds("the connection is gone", () -> client.connections() == 0);
            assertThat(client.request("two")).isEqualTo("two");
        }
    }

    @Test
    void aReplyBehindWhichNothingCanBeReadEndsTheConnection() throws Exception {
        try (var server = new ScriptServer(ScriptServer.echo());
                var client = TcpClient.builder(LostDecoder::new, () -> LineCodec.utf8(100))
                        .address(server.address())
                        .build()) {
            var failure = Expect.failure(ErrorKind.INVALID_DATA, () -> client.request("one"));

            assertThat(TcpClient.isOutcomeUnknown(failure)).isTrue();
            Eventually.holds("the connection is gone", () -> client.connections() == 0);
        }
    }

    /// A decoder that makes nothing of what comes, and does not know how to go on.
    private static final class LostDecoder implements Decoder<String> {
        @Override
        public Optional<String> decode(ByteBuffer input) throws NetException {
            if (input.hasRemaining()) {
                throw NetException.of(ErrorKind.INVALID_DATA, "decode");
            }
            return Optional.empty();
        }

        @Override
        public boolean isFailed() {
            return true;
        }

        @Override
        public int maxBuffered() {
            return 1;
        }
    }

    /// A line that is no UTF-8 is one reply; the next one is that of the next request.
    @Test
    void aBadReplyFailsItsRequestAlone() throws Exception {
        ScriptServer.Script bad = (_, stream, lines) -> {
            assertThat(lines.read()).isPresent();
            assertThat(lines.read()).isPresent();
            stream.writeAll(new byte[] {(byte) 0xff, '\n', 'o', 'k', '\n'});
            assertThat(lines.read()).isEmpty();
        };
        try (var server = new ScriptServer(bad);
                var client = lines(server).maxInFlight(2).build()) {
            var one = client.send("one");
            var two = client.send("two");

            assertThat(TcpClient.isOutcomeUnknown(Expect.failure(ErrorKind.INVALID_DATA, one::await)))
                    .isTrue();
            assertThat(two.await()).isEqualTo("ok");
        }
    }

    @Test
    void aReplyThatNobodyAskedForEndsTheConnection() throws Exception {
        ScriptServer.Script twice = (_, _, lines) -> {
            var line = lines.read().orElseThrow();
            lines.write(line);
            lines.write(line + " again");
            lines.flush();
            assertThat(lines.read()).isEmpty();
        };
        try (var server = new ScriptServer(first(twice));
                var client = lines(server).build()) {
            assertThat(client.request("one")).isEqualTo("one");
            Eventually.holds("the connection is gone", () -> client.connections() == 0);
            assertThat(client.request("two")).isEqualTo("two");
        }
    }

    @Test
    void aReplyWithAnUnknownIdIsDropped() throws Exception {
        ScriptServer.Script noisy = (_, _, lines) -> {
            for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                lines.write("noise");
                lines.write(line.get());
                lines.write(line.get());
            }
        };
        try (var server = new ScriptServer(noisy);
                var client = lines(server)
                        .matching(request -> request, reply -> reply)
                        .build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.request("line " + i)).isEqualTo("line " + i);
            }
            Eventually.holds("all were counted", () -> client.strayReplies() == 6);
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void endlessUnknownIdsEndTheConnection() throws Exception {
        ScriptServer.Script noise = (_, _, lines) -> {
            while (true) {
                lines.write("noise");
            }
        };
        try (var server = new ScriptServer(first(noise));
                var client = lines(server)
                        .matching(request -> request, reply -> reply)
                        .idempotent(_ -> true)
                        .build()) {
            assertThat(client.request("one")).isEqualTo("one");
            assertThat(client.strayReplies()).isEqualTo(1000);
        }
    }

    @Test
    void halfAReplyThenSilence() throws Exception {
        ScriptServer.Script half = (_, stream, lines) -> {
            assertThat(lines.read()).isPresent();
            stream.writeAll(bytes("hal"));
            assertThat(lines.read()).isEmpty();
        };
        try (var server = new ScriptServer(first(half));
                var client = lines(server).readTimeout(Duration.ofMillis(50)).build()) {
            var failure = Expect.failure(ErrorKind.TIMED_OUT, () -> client.request("one"));

            assertThat(TcpClient.isOutcomeUnknown(failure)).isTrue();
            assertThat(client.request("two")).isEqualTo("two");
        }
    }

    @Test
    void halfAReplyThenTheEnd() throws Exception {
        ScriptServer.Script half = (_, stream, lines) -> {
            assertThat(lines.read()).isPresent();
            stream.writeAll(new byte[] {0, 50, 1, 2, 3});
        };
        try (var server = new ScriptServer(half);
                var client = TcpClient.builder(
                                () -> LengthCodec.ofBytes(2).decoder(1000).andThen(frame -> frame.remaining()),
                                () -> LineCodec.utf8(100))
                        .address(server.address())
                        .build()) {
            var failure = Expect.failure(ErrorKind.UNEXPECTED_EOF, () -> client.request("one"));

            assertThat(TcpClient.isOutcomeUnknown(failure)).isTrue();
        }
    }

    /// Accepts and closes: what was not sent goes elsewhere, a few times only.
    @Test
    void aServerThatClosesAtOnce() throws Exception {
        ScriptServer.Script closes = (_, stream, _) -> stream.setLinger(Duration.ZERO);
        try (var server = new ScriptServer(closes);
                var client = lines(server).build()) {
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> client.request("one")).isInstanceOf(NetException.class);
            }
            assertThat(server.accepted()).isLessThanOrEqualTo(20 * 5);
        }
    }

    /// A handshake that never ends costs the time of an attempt.
    @Test
    void aHandshakeWithoutAnswerIsBoundedInTime() throws Exception {
        ScriptServer.Script silent = (_, _, lines) -> {
            while (lines.read().isPresent()) {}
        };
        try (var server = new ScriptServer(silent);
                var client = lines(server)
                        .connectTimeout(Duration.ofMillis(50))
                        .connected(framed -> {
                            framed.write("HELLO");
                            framed.read();
                        })
                        .build()) {
            var failure = Expect.failure(ErrorKind.TIMED_OUT, () -> client.request("one"));

            assertThat(failure.operation()).isEqualTo("connect");
            Eventually.holds("it was closed", () -> server.open() == 0);
        }
    }

    @Test
    void aServerThatReadsNothing() throws Exception {
        var text = "x".repeat(900);
        var ended = new OneShot<String>();
        ScriptServer.Script deaf = (number, stream, _) -> {
            stream.setReceiveBufferSize(4096);
            ended.receive();
        };
        try (var server = new ScriptServer(deaf);
                var client = lines(server)
                        .maxInFlight(60_000)
                        .writeTimeout(Duration.ofMillis(50))
                        .build()) {
            var first = client.send(text);
            while (!first.isSettled() && client.inFlight() < 50_000) {
                Pending<String> _ = client.send(text);
            }
            var failure = Expect.failure(ErrorKind.TIMED_OUT, first::await);
            assertThat(TcpClient.isOutcomeUnknown(failure)).isTrue();
            ended.send("");
        }
    }
}
