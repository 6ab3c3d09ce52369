package dev.minato.framed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.task.BoundedChannel;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One end that two tasks use at once is an error of the program, and says so.
@NetworkTest
class FramedExclusiveTest extends FramedPairTest {
    /// More than a system finds room for after it has said that there is none.
    private static final int LARGE = 8_000_000;

    private static void refuses(String advice, ThrowingCallable... calls) {
        for (var call : calls) {
            assertThatIllegalStateException().isThrownBy(call).withMessageContaining(advice);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whileATaskReadsNobodyElseUsesAFramed(Threads threads) throws Exception {
        var reading = threads.call(lines::read).awaitWaiting();

        refuses(
                "split()",
                lines::read,
                () -> lines.write("never sent"),
                lines::flush,
                lines::split,
                () -> lines.setMessageTimeout(Duration.ofSeconds(1)));

        send("a\n");
        assertThat(reading.result()).contains("a");
        lines.write("b");
        lines.flush();
        pair.far().close();
        assertThat(pair.near().readToString(10)).isEqualTo("b\n");
    }

    @Test
    void whileATaskReadsNobodyElseUsesTheReader() throws Exception {
        var halves = split();
        var reading = Threads.VIRTUAL.call(halves.reader()::read).awaitWaiting();

        refuses("another one reads", halves.reader()::read);

        send("a\n");
        assertThat(reading.result()).contains("a");
    }

    @Test
    void whileATaskWritesNobodyElseUsesTheWriter() throws Exception {
        var writer = new FramedWriter<>(pair.near(), LineCodec.bytes(LARGE));
        pair.fill();
        writer.write(ByteBuffer.allocate(LARGE));
        var flushing = Threads.VIRTUAL.run(writer::flush).awaitWaiting();

        refuses("another one writes", writer::flush, () -> writer.write(ByteBuffer.allocate(1)));

        writer.close();
        assertThat(flushing.failure().kind()).isEqualTo(ErrorKind.CLOSED);
        assertThat(pair.near().isOpen()).isFalse();
    }

    /// Anyone may close at any time: who is about to read or write then is told so, as one that waits is.
    @Test
    void whileATaskClosesCallsEndWithClosed() throws Exception {
        var frames = new Framed<>(pair.near(), LineCodec.bytes(LARGE));
        pair.fill();
        frames.write(ByteBuffer.allocate(LARGE));
        var closing = Threads.VIRTUAL.run(frames::close).awaitWaiting();

        Expect.failure(ErrorKind.CLOSED, "read", pair.near().peerAddress(), frames::read);
        Expect.failure(
                ErrorKind.CLOSED, "read", pair.near().peerAddress(), () -> frames.readOr(new BoundedChannel<>(1)));
        Expect.failure(
                ErrorKind.CLOSED, "write", pair.near().peerAddress(), () -> frames.write(ByteBuffer.allocate(1)));
        Expect.failure(ErrorKind.CLOSED, "write", pair.near().peerAddress(), frames::flush);
        Expect.failure(ErrorKind.CLOSED, frames::split);

        assertThat(closing.failure().kind()).isIn(ErrorKind.TIMED_OUT, ErrorKind.DEADLINE_EXCEEDED);
        Expect.failure(ErrorKind.CLOSED, frames::read);
    }

    @Test
    void whatWasSplitIsNotUsedAnyMore() throws Exception {
        var _ = split();

        refuses("use its reader", lines::read, () -> lines.write("a"), lines::flush, lines::split);
    }

    @Test
    void callsOneAfterTheOtherMayBeOfAnyTask() throws Exception {
        send("a\nb\nc\n");
        assertThat(Threads.VIRTUAL.call(lines::read).result()).contains("a");
        assertThat(Threads.PLATFORM.call(lines::read).result()).contains("b");
        assertThat(lines.read()).contains("c");
    }

    @Test
    void callThatFailedIsOver() throws Exception {
        pair.far().setReadTimeout(Duration.ofMillis(20));
        Expect.failure(ErrorKind.TIMED_OUT, lines::read);
        Expect.failure(ErrorKind.INVALID_INPUT, () -> lines.write("two\nlines"));
        pair.far().clearReadTimeout();

        send("a\n");
        assertThat(lines.read()).contains("a");
    }

    /// Closing is for any task: it is how a read that waits is ended.
    @ParameterizedTest
    @EnumSource
    void closingEndsACallOfAnotherTask(Threads threads) throws Exception {
        var reading = threads.call(lines::read).awaitWaiting();

        lines.close();

        assertThat(reading.failure().kind()).isEqualTo(ErrorKind.CLOSED);
        assertThat(pair.far().isOpen()).isFalse();
    }
}
