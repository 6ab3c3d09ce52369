package dev.minato.framed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.pool.BufferPool;
import dev.minato.testing.Expect;
import dev.minato.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A message has its time from its first byte to its last, whether a read waits or not; what is there wins over
/// the time.
@Timeout(60)
class MessageTimeoutTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofSeconds(1);

    /// The least that a buffer can grow to, so that reads of so much always fill it.
    private static final int ROOMY = BufferPool.LARGE;

    private final ScriptedStream stream = new ScriptedStream();
    private final ManualClock clock = new ManualClock();

    private interface Body {
        void run(Framed<String, String> lines) throws Exception;
    }

    private void within(int maxLine, Body body) throws Exception {
        clock.call(() -> {
            var lines = new Framed<>(stream, LineCodec.utf8(maxLine));
            lines.setMessageTimeout(TIMEOUT);
            body.run(lines);
            return "done";
        });
    }

    private void comesOften(String piece, int times) {
        for (int i = 0; i < times; i++) {
            stream.thenComes(piece);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, ROOMY})
    void lineThatNeverEndsAndNeverPauses(int piece) throws Exception {
        comesOften("x".repeat(piece), 2 * ROOMY);
        stream.withoutPause().beforeRead(() -> clock.advance(TICK));

        within(64 * 1024 * 1024, MessageTimeoutTest::timesOut);

        assertThat(clock.elapsed()).isLessThan(TIMEOUT.plus(TICK.multipliedBy(5)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, ROOMY})
    void lineThatIsSkippedAndNeverPauses(int piece) throws Exception {
        comesOften("x".repeat(piece), 2 * ROOMY);
        stream.withoutPause().beforeRead(() -> clock.advance(TICK));

        within(1, lines -> {
            Expect.failure(ErrorKind.MESSAGE_TOO_LONG, lines::read);
            timesOut(lines);
        });

        assertThat(clock.elapsed()).isLessThan(TIMEOUT.plus(TICK.multipliedBy(5)));
    }

    @Test
    void lineThatDrips() throws Exception {
        comesOften("x", 1000);
        stream.beforeWait(() -> clock.advance(TICK));

        within(10_000, lines -> {
            timesOut(lines);
            assertThat(stream.calls).hasSizeLessThan(20);
        });
    }

    /// The first wait comes late, since the answers to what came before are sent first.
    @Test
    void timeRunsFromTheFirstByteAndNotFromTheFirstWait() throws Exception {
        stream.thenComes("whole\nbegun").beforeWrite(() -> clock.advance(TIMEOUT));

        within(100, lines -> {
            assertThat(lines.read()).contains("whole");
            lines.write("answer");
            timesOut(lines);
            assertThat(stream.calls).containsExactly("wait", "write 7", "wait");
        });
    }

    @Test
    void restThatIsThereWhenTheTimeIsOverStillCounts() throws Exception {
        String line = "x".repeat(100_000);
        stream.thenComes("x").thenComes(line + "\nwhole\nbegun");

        within(200_000, lines -> {
            stream.beforeWait(() -> clock.advance(TIMEOUT));
            assertThat(lines.read()).contains("x" + line);
            assertThat(lines.read()).contains("whole");
            timesOut(lines);
        });
    }

    @Test
    void endThatIsThereWhenTheTimeIsOverStillCounts() throws Exception {
        stream.thenComes("last").thenEnds();

        within(100, lines -> {
            stream.beforeWait(() -> clock.advance(TIMEOUT));
            assertThat(lines.read()).contains("last");
            assertThat(lines.read()).isEmpty();
        });
    }

    @Test
    void nextMessageHasItsOwnTime() throws Exception {
        stream.thenComes("a").thenComes("b").thenComes("\nc").thenComes("d").thenComes("\n");
        var almost = TIMEOUT.minusNanos(1).dividedBy(2);
        stream.beforeWait(() -> clock.advance(almost));

        within(100, lines -> {
            assertThat(lines.read()).contains("ab");
            assertThat(lines.read()).contains("cd");
        });
    }

    /// The skipped line's end and the next one's beginning come together.
    @Test
    void lineBehindASkippedOneHasItsOwnTime() throws Exception {
        stream.thenComes("toolong")
                .thenComes("x")
                .thenComes("x\na")
                .thenComes("b")
                .thenComes("\n");
        var almost = TIMEOUT.minusNanos(1).dividedBy(2);
        stream.beforeWait(() -> clock.advance(almost));

        within(2, lines -> {
            Expect.failure(ErrorKind.MESSAGE_TOO_LONG, lines::read);
            assertThat(lines.read()).contains("ab");
        });
    }

    @Test
    void readAfterTheTimeoutGivesTheMessageAsMuchAgain() throws Exception {
        comesOften("x", 5);
        stream.thenComes("\n");

        within(100, lines -> {
            stream.beforeWait(() -> clock.advance(Duration.ofSeconds(4)));
            timesOut(lines);
            assertThat(lines.read()).contains("xxxxx");
        });
    }

    @Test
    void silenceBetweenMessagesIsNoMessage() throws Exception {
        stream.thenComes("a\n").thenComes("b\n").beforeWait(() -> clock.advance(TIMEOUT.multipliedBy(2)));

        within(100, lines -> {
            assertThat(lines.read()).contains("a");
            assertThat(lines.read()).contains("b");
        });
    }

    /// The looks that remain are those of the budget.
    @Test
    void messageThatComesWholeCostsNoLookAtTheClock() throws Exception {
        comesOften("a\nb\n", 100);
        within(100, lines -> readWhole(lines, 200));
        long bounded = clock.looks();

        comesOften("a\nb\n", 100);
        clock.call(() -> {
            readWhole(new Framed<>(stream, LineCodec.utf8(100)), 200);
            return "done";
        });

        assertThat(bounded).isEqualTo(clock.looks() - bounded);
    }

    @Test
    void timeoutIsPositive() {
        var lines = new Framed<>(stream, LineCodec.utf8(100));
        assertThatIllegalArgumentException().isThrownBy(() -> lines.setMessageTimeout(Duration.ZERO));
    }

    private static void readWhole(Framed<String, String> lines, int count) throws NetException {
        for (int i = 0; i < count; i++) {
            assertThat(lines.read()).isPresent();
        }
    }

    private static void timesOut(Framed<String, String> lines) {
        assertThat(Expect.failure(ErrorKind.TIMED_OUT, lines::read)).hasMessageContaining("a message took longer");
    }
}
