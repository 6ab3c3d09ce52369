package dev.minato.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What is appended comes out, from no more memory than that needs.
class GrowingBufferTest {
    private static final int FIRST = 4;
    private static final int ROOMY = 64;
    private static final int MAX = 300;

    private final GrowingBuffer buffer = new GrowingBuffer(FIRST, ROOMY);

    private int capacity() {
        return buffer.content().capacity();
    }

    private void append(int count) {
        buffer.makeRoom(count, MAX);
        for (int i = 0; i < count; i++) {
            buffer.content().put(buffer.extend(1), (byte) i);
        }
    }

    private void take(int count) {
        buffer.content().position(buffer.content().position() + count);
    }

    @Test
    void nothingCostsNothing() {
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(buffer.room()).isZero();
        assertThat(capacity()).isZero();
        assertThat(buffer.takeArray()).isEmpty();
    }

    /// By four to the roomy size, by two beyond it, and never beyond the maximum.
    @ParameterizedTest
    @CsvSource({"1, 4", "5, 16", "17, 64", "65, 128", "129, 256", "257, 300", "300, 300"})
    void growsWithWhatComes(int count, int capacity) {
        for (int i = 0; i < count; i++) {
            append(1);
        }
        assertThat(capacity()).isEqualTo(capacity);
    }

    @Test
    void growsAtOnceToWhatIsNeeded() {
        append(250);
        assertThat(capacity()).isEqualTo(250);
        append(1);
        assertThat(capacity()).isEqualTo(MAX);
    }

    @Test
    void moreThanTheMaximumIsABrokenInvariant() {
        append(MAX);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> append(1));
    }

    /// Whoever fills a small buffer will probably fill the next one too.
    @Test
    void smallBufferThatWasFilledGrowsThoughItIsEmpty() {
        append(FIRST);
        take(FIRST);
        buffer.makeRoom(1, MAX);
        assertThat(capacity()).isEqualTo(4 * FIRST);
    }

    @Test
    void roomyBufferIsUsedAgain() {
        append(ROOMY);
        take(ROOMY);
        buffer.makeRoom(1, MAX);
        assertThat(capacity()).isEqualTo(ROOMY);
        assertThat(buffer.room()).isEqualTo(ROOMY);
    }

    @Test
    void halfOfARoomyBufferIsMovedAndMoreIsGivenALargerOne() {
        append(ROOMY);
        take(ROOMY / 2);
        buffer.makeRoom(1, MAX);
        assertThat(capacity()).isEqualTo(ROOMY);

        append(ROOMY / 2);
        take(ROOMY / 2 - 1);
        buffer.makeRoom(1, MAX);
        assertThat(capacity()).isEqualTo(2 * ROOMY);
    }

    @Test
    void largeOneIsLetGoOnlyWhenEmpty() {
        append(200);
        buffer.reclaim(ROOMY);
        assertThat(capacity()).isEqualTo(200);

        take(200);
        buffer.reclaim(200);
        assertThat(buffer.room()).isEqualTo(200);
        buffer.reclaim(ROOMY);
        assertThat(capacity()).isZero();
    }

    @Test
    void appendOfWhatDoesNotComeLeavesTheContent() {
        append(3);
        take(1);
        var room = buffer.beginAppend();
        assertThat(room.remaining()).isEqualTo(1);
        buffer.endAppend();
        assertThat(buffer.count()).isEqualTo(2);
        assertThat(buffer.content().get(buffer.content().position())).isEqualTo((byte) 1);
    }

    @Test
    void arrayIsTheBuffersOwnIfItIsFull() {
        append(250);
        byte[] own = buffer.content().array();
        assertThat(buffer.takeArray()).isSameAs(own);
        append(3);
        assertThat(buffer.takeArray()).containsExactly(0, 1, 2);
        assertThat(capacity()).isZero();
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /// Against a queue of bytes.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsAppendedComesOut(long seed) {
        var random = new Random(seed);
        var expected = new ArrayDeque<Byte>();
        var model = new GrowingBuffer(1 + random.nextInt(8), 8 + random.nextInt(50));
        for (int step = 0; step < 1000; step++) {
            int count = random.nextInt(1 + Math.min(40, MAX - model.count()));
            switch (random.nextInt(4)) {
                case 0 -> {
                    model.makeRoom(count, MAX);
                    ByteBuffer room = model.beginAppend();
                    assertThat(room.remaining()).isGreaterThanOrEqualTo(count);
                    for (int i = 0; i < count; i++) {
                        byte next = (byte) random.nextInt();
                        expected.add(next);
                        room.put(next);
                    }
                    model.endAppend();
                }
                case 1 -> model.reclaim(random.nextInt(MAX));
                default -> {
                    for (int i = Math.min(count, model.count()); i > 0; i--) {
                        assertThat(model.content().get()).isEqualTo(expected.remove());
                    }
                }
            }
            assertThat(model.count()).isEqualTo(expected.size());
            assertThat(model.content().capacity()).isLessThanOrEqualTo(MAX);
        }
    }
}
