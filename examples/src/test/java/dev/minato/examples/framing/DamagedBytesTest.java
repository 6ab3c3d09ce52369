package dev.minato.examples.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.Decoder;
import dev.minato.error.NetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What real programs sent, with bytes changed: where the stream is cut makes no difference to what is decoded
/// nor to how it fails, and it fails in no other way than a decoder may.
@Timeout(60)
class DamagedBytesTest {
    private static final int MAX = 600;
    private static final int STREAMS = 2000;

    /// @param head the end of what comes before the frames
    record Row(String capture, String head, IntFunction<Decoder<byte[]>> decoder) {
        @Override
        public String toString() {
            return capture;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row("ldap.server", "", LdapMessages::new),
                new Row("dbus.client", "BEGIN\r\n", DBusMessages::new),
                new Row("chunked.server", "chunked\r\n\r\n", HttpChunks::new),
                new Row("resp.server", "", RespValues::new),
                new Row("websocket.client", "\r\n\r\n", WebSocketFrames::new));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void damageIsFoundWhereverTheBytesAreCut(Row row) throws IOException {
        byte[] frames = frames(row);
        var random = new Random(7);
        for (int i = 0; i < STREAMS; i++) {
            byte[] damaged = damaged(frames, random);
            int cut = random.nextInt(damaged.length);
            var whole = decoded(row.decoder().apply(MAX), damaged, damaged.length);
            var halves = decoded(row.decoder().apply(MAX), damaged, cut);
            assertThat(halves).as("stream %d, cut at %d", i, cut).isEqualTo(whole);
        }
    }

    private static byte[] frames(Row row) throws IOException {
        byte[] stream = Turns.captured(row.capture());
        String text = new String(stream, ISO_8859_1);
        assertThat(text).contains(row.head());
        int head = text.indexOf(row.head()) + row.head().length();
        return Arrays.copyOfRange(stream, head, stream.length);
    }

    private static byte[] damaged(byte[] frames, Random random) {
        byte[] damaged = frames.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(random.nextBoolean() ? damaged.length : Math.min(40, damaged.length));
            damaged[at] = random.nextBoolean() ? (byte) random.nextInt() : damaged[random.nextInt(damaged.length)];
        }
        return damaged;
    }

    /// The messages, and the kind of the failure that ends them.
    private static List<String> decoded(Decoder<byte[]> decoder, byte[] stream, int cut) {
        var seen = new ArrayList<String>();
        var input = ByteBuffer.wrap(stream).limit(cut);
        try {
            take(decoder, input, seen);
            input.limit(stream.length);
            take(decoder, input, seen);
            decoder.decodeEnd(input);
        } catch (NetException failure) {
            assertThat(failure.operation()).isEqualTo("decode");
            seen.add(failure.kind().name());
        }
        return seen;
    }

    private static void take(Decoder<byte[]> decoder, ByteBuffer input, List<String> seen) throws NetException {
        for (var message = decoder.decode(input); message.isPresent(); message = decoder.decode(input)) {
            seen.add(new String(message.get(), ISO_8859_1));
        }
    }
}
