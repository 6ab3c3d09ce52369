package dev.minato.net;

import static dev.minato.error.ErrorKind.DEADLINE_EXCEEDED;
import static dev.minato.error.ErrorKind.INTERRUPTED;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static dev.minato.error.ErrorKind.WOULD_BLOCK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.error.NetException;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.ConnectedTest;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Timeouts, deadlines, interrupts before a call, and non-blocking mode: what they mean, and what they leave
/// alone.
@NetworkTest
class TcpTimeTest extends ConnectedTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void thereIsNoTimeoutAtFirst() {
        assertThat(near.readTimeout()).isEmpty();
        assertThat(near.writeTimeout()).isEmpty();
        assertThat(far.readTimeout()).isEmpty();
    }

    @Test
    void timeoutsAreSetAndClearedEachForItsDirection() throws NetException {
        near.setReadTimeout(SHORT);
        near.setWriteTimeout(LONG);
        assertThat(near.readTimeout()).contains(SHORT);
        assertThat(near.writeTimeout()).contains(LONG);
        near.clearReadTimeout();
        assertThat(near.readTimeout()).isEmpty();
        assertThat(near.writeTimeout()).contains(LONG);
        near.clearWriteTimeout();
        assertThat(near.writeTimeout()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aTimeoutThatIsNotPositiveIsRefusedAndChangesNothing(long nanos) throws NetException {
        var timeout = Duration.ofNanos(nanos);
        near.setReadTimeout(LONG);
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(() -> near.setReadTimeout(timeout), () -> near.setWriteTimeout(timeout))) {
            assertThatIllegalArgumentException().isThrownBy(call);
        }
        assertThat(near.readTimeout()).contains(LONG);
        assertThat(near.writeTimeout()).isEmpty();
    }

    @Test
    void aTimeoutLongerThanThereIsTimeIsNone() throws Exception {
        near.setReadTimeout(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
        near.setWriteTimeout(Duration.ofNanos(Long.MAX_VALUE));
        var read = Threads.VIRTUAL.call(() -> near.read(new byte[1])).awaitWaiting();
        far.writeAll(new byte[1]);
        assertThat(read.result()).isEqualTo(1);
        near.writeAll(new byte[1]);
        near.awaitWritable(Duration.ofSeconds(Long.MAX_VALUE));
    }

    @Test
    void dataAfterManyTimeoutsIsAllThere() throws NetException {
        near.setReadTimeout(Duration.ofNanos(1));
        for (int i = 0; i < 100; i++) {
            Expect.failure(TIMED_OUT, "read", near.peerAddress(), () -> near.read(new byte[10]));
        }
        far.writeAll("intact".getBytes(UTF_8));
        far.shutdown(Shutdown.WRITE);
        near.clearReadTimeout();
        assertThat(near.readToString(100)).isEqualTo("intact");
    }

    @Test
    void aTimeoutDoesNotEndACallThatNeedNotWait() throws NetException {
        near.setReadTimeout(Duration.ofNanos(1));
        near.setWriteTimeout(Duration.ofNanos(1));
        far.writeAll(new byte[3]);
        far.awaitWritable();
        near.awaitReadable(LONG);
        near.readExact(new byte[3]);
        near.writeAll(new byte[3]);
    }

    @Test
    void theReadTimeoutDoesNotBoundWritesNorTheOtherWayRound() throws Exception {
        near.setWriteTimeout(SHORT);
        var read = Threads.VIRTUAL.call(() -> near.read(new byte[1])).awaitWaiting();
        pair.fill();
        Expect.failure(TIMED_OUT, "write", near.peerAddress(), () -> near.writeAll(new byte[8 << 20]));
        assertThat(read.isFinished()).isFalse();
        far.writeAll(new byte[1]);
        assertThat(read.result()).isEqualTo(1);
    }

    /// Each byte comes within the timeout, but not all of them: the timeout starts anew, a deadline does not.
    @ParameterizedTest
    @EnumSource
    void aDeadlineCoversTheWholeThoughEachWaitIsShort(Threads threads) {
        var drip = Threads.VIRTUAL.run(() -> {
            for (; ; ) {
                far.writeAll(new byte[1]);
                Tasks.sleep(Duration.ofMillis(2));
            }
        });
        var call = threads.call(() -> {
            near.setReadTimeout(LONG);
            var buffer = ByteBuffer.allocate(1 << 20);
            try {
                Tasks.runWithDeadline(Duration.ofMillis(60), () -> near.readExact(buffer));
                return 0;
            } catch (NetException e) {
                Expect.says(e, DEADLINE_EXCEEDED, "read", near.peerAddress());
                return buffer.position();
            }
        });
        assertThat(call.result()).as("bytes read before the deadline").isPositive();
        drip.interrupt();
        drip.failure(Exception.class);
    }

    @ParameterizedTest
    @EnumSource
    void theInnerOfTwoDeadlinesCountsWhenItIsEarlier(Threads threads) {
        var inner = threads.call(() ->
                Tasks.withDeadline(LONG, () -> Tasks.withDeadline(SHORT, () -> near.read(new byte[1]))));
        Expect.says(inner.failure(), DEADLINE_EXCEEDED, "read", near.peerAddress());
        var outer = threads.call(() ->
                Tasks.withDeadline(SHORT, () -> Tasks.withDeadline(LONG, () -> near.read(new byte[1]))));
        Expect.says(outer.failure(), DEADLINE_EXCEEDED, "read", near.peerAddress());
    }

    @Test
    void theTimeoutCountsWhenItIsEarlierThanTheDeadline() throws NetException {
        near.setReadTimeout(SHORT);
        Expect.failure(
                TIMED_OUT, "read", near.peerAddress(), () -> Tasks.withDeadline(LONG, () -> near.read(new byte[1])));
    }

    @Test
    void aDeadlineThatHasPassedDoesNotEndACallThatNeedNotWait() throws Exception {
        far.writeAll(new byte[3]);
        near.awaitReadable();
        int count = Tasks.withDeadline(Duration.ZERO, () -> {
            near.writeAll(new byte[1]);
            return near.read(new byte[3]);
        });
        assertThat(count).isEqualTo(3);
    }

    @Test
    void tasksOfAGroupInheritTheDeadlineAndSpawnedOnesDoNot() throws Exception {
        var detached = Tasks.withDeadline(SHORT, () -> {
            try (var group = new TaskGroup()) {
                var inheriting = group.spawn(() -> near.read(new byte[1]));
                Eventually.holds("the task ends", inheriting::isFinished);
                Expect.failure(DEADLINE_EXCEEDED, "read", near.peerAddress(), () -> {
                    try {
                        inheriting.join();
                    } catch (ExecutionException failed) {
                        throw failed.getCause();
                    }
                });
            }
            return Tasks.spawn(() -> near.read(new byte[1]));
        });
        far.writeAll(new byte[1]);
        assertThat(detached.join()).isEqualTo(1);
    }

    /// But connect: even this machine may answer a moment later.
    @ParameterizedTest
    @EnumSource
    void anInterruptedThreadCanDoAllThatNeedNotWait(Threads threads) throws Exception {
        var call = threads.run(() -> {
            try (var listener = TcpListener.bind("127.0.0.1:0");
                    var client = TcpStream.connect(listener.localAddress())) {
                Thread.currentThread().interrupt();
                try (var server = Eventually.withoutWait(listener::accept)) {
                    client.writeAll("hello".getBytes(UTF_8));
                    assertThat(Eventually.withoutWait(() -> server.read(new byte[5])))
                            .isEqualTo(5);
                    client.setNoDelay(true);
                    client.tryClone().close();
                    Expect.failure(INTERRUPTED, "read", server.peerAddress(), () -> server.read(new byte[1]));
                    Expect.failure(INTERRUPTED, "accept", listener.localAddress(), listener::accept);
                    server.shutdown(Shutdown.WRITE);
                    assertThat(Eventually.withoutWait(() -> client.read(new byte[1])))
                            .isEqualTo(-1);
                }
                TcpListener.bind("127.0.0.1:0").close();
            }
        });
        call.result();
        assertThat(call.wasInterruptedAtEnd()).isTrue();
    }

    @Test
    void anInterruptedThreadDoesNotReadToTheEndForEver() {
        var call = Threads.VIRTUAL.call(() -> {
            far.writeAll(new byte[100]);
            far.shutdown(Shutdown.WRITE);
            Thread.currentThread().interrupt();
            return near.readToEnd(1000);
        });
        Expect.says(call.failure(), INTERRUPTED, "read", near.peerAddress());
    }

    @Test
    void inNonBlockingModeACallThatWouldWaitFails() throws NetException {
        near.setNonBlocking(true);
        Expect.failure(WOULD_BLOCK, "read", near.peerAddress(), () -> near.read(new byte[1]));
        Expect.failure(WOULD_BLOCK, "read", near.peerAddress(), () -> near.readExact(new byte[1]));
        pair.fill();
        Expect.failure(WOULD_BLOCK, "write", near.peerAddress(), () -> near.writeAll(new byte[8 << 20]));
    }

    @Test
    void inNonBlockingModeACallThatNeedNotWaitSucceedsAndTheAwaitsWait() throws Exception {
        near.setNonBlocking(true);
        pair.settle();
        var wait = Threads.VIRTUAL.run(near::awaitReadable).awaitWaiting();
        far.writeAll(new byte[1]);
        wait.result();
        assertThat(near.read(new byte[1])).isEqualTo(1);
        near.writeAll(new byte[1]);
        near.setNonBlocking(false);
        assertThat(near.isNonBlocking()).isFalse();
    }

    @Test
    void triesNeverWait() throws NetException {
        assertThat(near.tryRead(ByteBuffer.allocate(1))).isZero();
        pair.fill();
        var rest = ByteBuffer.allocate(8 << 20);
        int count = near.tryWrite(rest);
        while (count > 0) {
            count = near.tryWrite(rest);
        }
        assertThat(rest.remaining()).isPositive();
    }

    @Test
    void shuttingDownAgainIsNoError() throws NetException {
        for (int i = 0; i < 2; i++) {
            for (Shutdown how : Shutdown.values()) {
                near.shutdown(how);
            }
        }
        assertThat(far.read(new byte[1])).isEqualTo(-1);
        far.shutdown(Shutdown.WRITE);
        // Both ends have been told of both ends: the system itself has no connection any more.
        near.shutdown(Shutdown.BOTH);
        far.shutdown(Shutdown.BOTH);
    }

    @Test
    void shuttingDownAfterAResetIsNoError() throws NetException {
        pair.reset();
        near.shutdown(Shutdown.BOTH);
        near.shutdown(Shutdown.WRITE);
    }
}
