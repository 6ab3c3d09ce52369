package dev.minato.framed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a stream of messages holds while it waits, and what it may hold at most.
class FramedMemoryTest {
    private static final int STREAMS = 200;
    private static final int SMALL = 512;
    private static final int HUGE = 64 * 1024;

    /// The memory that reads were given, by the arrays' identity.
    private final Set<byte[]> memory = Collections.newSetFromMap(new IdentityHashMap<>());

    private ScriptedStream stream() {
        return new ScriptedStream().readingInto(memory);
    }

    /// All of them wait for their second message: what the first one lay in went from one to the next.
    @Test
    void anIdleConnectionHoldsNoBuffer() throws NetException {
        for (int i = 0; i < STREAMS; i++) {
            var stream = stream().thenComes("hello\n");
            var lines = new Framed<>(stream, LineCodec.utf8(100));
            assertThat(lines.read()).contains("hello");
            Expect.failure(ErrorKind.TIMED_OUT, lines::read);
        }

        assertThat(memory).hasSizeLessThanOrEqualTo(2);
    }

    /// More are busy at once than the pool has places for: what comes back then is the garbage collector's, though
    /// each of their decoders has seen a buffer.
    @Test
    void whatThePoolHasNoPlaceForIsLetGo() throws Exception {
        List<Framed<ByteBuffer, ByteBuffer>> all = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            var lines = new Framed<>(stream().thenComes("hello\n"), LineCodec.bytes(100));
            assertThat(lines.read()).isPresent();
            all.add(lines);
        }
        assertThat(memory).hasSize(STREAMS);
        var buffers = memory.stream().map(WeakReference::new).toList();
        memory.clear();

        for (var lines : all) {
            Expect.failure(ErrorKind.TIMED_OUT, lines::read);
        }

        Eventually.holds("most buffers are gone", () -> {
            System.gc();
            return buffers.stream().filter(buffer -> buffer.get() != null).count() < STREAMS / 2;
        });
        assertThat(all).hasSize(STREAMS);
    }

    @Test
    void theBeginningOfAMessageHoldsLittle() throws NetException {
        for (int i = 0; i < STREAMS; i++) {
            var lines = new Framed<>(stream().thenComes("hello\n" + "x".repeat(SMALL)), LineCodec.utf8(1000));
            assertThat(lines.read()).contains("hello");
            Expect.failure(ErrorKind.TIMED_OUT, lines::read);
        }

        assertThat(memory).hasSizeLessThanOrEqualTo(2);
    }

    /// What waits elsewhere comes back, wherever it goes on.
    @Test
    void theBeginningOfAMessageIsKept() throws NetException {
        for (int length : new int[] {1, SMALL - 1, SMALL, SMALL + 1, 20_000, 70_000}) {
            var beginning = "x".repeat(length);
            var stream = stream().thenComes(beginning);
            var lines = new Framed<>(stream, LineCodec.utf8(100_000));
            Expect.failure(ErrorKind.TIMED_OUT, lines::read);
            Expect.failure(ErrorKind.TIMED_OUT, lines::read);
            stream.thenComes("yz\nsecond\n");

            assertThat(lines.read()).contains(beginning + "yz");
            assertThat(lines.read()).contains("second");
        }
    }

    /// Two that are read in turns are not given the same memory while one of them has something in it.
    @Test
    void noTwoHaveTheSameMemory() throws NetException {
        var one = new Framed<>(stream().thenComes("a".repeat(2000)).thenComes("b\n"), LineCodec.utf8(5000));
        var other = new Framed<>(stream().thenComes("c".repeat(2000)).thenComes("d\n"), LineCodec.utf8(5000));
        one.setMessageTimeout(Duration.ofHours(1));

        var first = new Framed<>(stream().thenComes("e".repeat(2000) + "\n"), LineCodec.bytes(5000));
        var view = first.read().orElseThrow();
        assertThat(one.read()).contains("a".repeat(2000) + "b");
        assertThat(other.read()).contains("c".repeat(2000) + "d");

        assertThat(UTF_8.decode(view).toString()).isEqualTo("e".repeat(2000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 5000, HUGE, 200_000})
    void queuedOutputIsBounded(int mark) throws NetException {
        var stream = new ScriptedStream();
        var lines = new Framed<>(stream, LineCodec.bytes(300));
        lines.setHighWaterMark(mark);
        var message = ByteBuffer.wrap("y".repeat(99).getBytes(UTF_8));
        int most = 0;

        for (int i = 1; i <= 3000; i++) {
            lines.write(message);
            most = Math.max(most, 100 * i - stream.written.size());
        }
        lines.flush();

        assertThat(most).isBetween(Math.max(1, mark - 99), Math.max(100, mark));
        assertThat(stream.written.size()).isEqualTo(300_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, (1 << 30) + 1})
    void aSenselessMarkIsRefused(int mark) {
        var lines = new Framed<>(new ScriptedStream(), LineCodec.bytes(300));
        assertThatIllegalArgumentException().isThrownBy(() -> lines.setHighWaterMark(mark));
    }
}
