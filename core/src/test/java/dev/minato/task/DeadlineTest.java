package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Call;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.ManualClock;
import dev.minato.testing.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A deadline ends Java's own waits, too, and what they throw then is the deadline's failure.
@Timeout(60)
class DeadlineTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration FAR = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final ManualClock clock = new ManualClock();

    /// On a clock that stands still, which the body puts forward.
    private <T> T withinASecond(BoundedCall<T, Exception> body) throws Exception {
        return clock.call(() -> Tasks.withDeadline(SECOND, body));
    }

    private void pass() {
        clock.advance(SECOND);
    }

    private static void saysThatTheWaitExceeded(Call<?> call, String length) {
        NetException failure = call.failure();
        assertThat(failure.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
        assertThat(failure).hasMessage("wait: deadline exceeded: " + length);
        assertThat(failure).hasCauseInstanceOf(InterruptedException.class);
        assertThat(call.wasInterruptedAtEnd()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void takeFromAQueueEnds(Threads threads) {
        saysThatTheWaitExceeded(threads.call(() -> Tasks.withDeadline(SOON, queue::take)), "20 ms");
    }

    @ParameterizedTest
    @EnumSource
    void sleepOfAThreadEnds(Threads threads) {
        saysThatTheWaitExceeded(threads.run(() -> Tasks.runWithDeadline(SOON, () -> Thread.sleep(FAR))), "20 ms");
    }

    @ParameterizedTest
    @EnumSource
    void waitThatBeginsAfterTheDeadlineEnds(Threads threads) {
        saysThatTheWaitExceeded(threads.call(() -> Tasks.withDeadline(Duration.ZERO, queue::take)), "0 s");
    }

    @Test
    void whatComesInTimeIsReturned() throws Exception {
        queue.add("in time");

        assertThat(Tasks.withDeadline(FAR, queue::take)).isEqualTo("in time");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void bodyThatSwallowsTheInterruptReturnsItsValue() throws Exception {
        String value = withinASecond(() -> {
            pass();
            try {
                return queue.take();
            } catch (InterruptedException swallowed) {
                return "swallowed";
            }
        });

        assertThat(value).isEqualTo("swallowed");
        assertThat(Thread.interrupted()).isFalse();
    }

    /// What an interrupt makes code throw, and what has nothing to do with it.
    private enum Thrown {
        INTERRUPTED(new InterruptedException(), true),
        CHANNEL(new ClosedByInterruptException(), true),
        STREAM(new InterruptedIOException(), true),
        OURS(NetException.of(ErrorKind.INTERRUPTED, "read"), true),
        WRAPPED(new IllegalStateException(new IOException(new InterruptedException())), true),
        UNCHECKED(new UncheckedIOException(NetException.of(ErrorKind.DEADLINE_EXCEEDED, "accept")), true),
        TIMEOUT_OF_A_CALL(NetException.of(ErrorKind.TIMED_OUT, "read"), false),
        TIMEOUT_OF_A_JDK_SOCKET(new SocketTimeoutException(), false),
        OTHER(new IOException("of the body"), false),
        ERROR(new AssertionError("of the body", new InterruptedException()), false);

        private final Throwable thrown;
        private final boolean isOfTheDeadline;

        Thrown(Throwable thrown, boolean isOfTheDeadline) {
            this.thrown = thrown;
            this.isOfTheDeadline = isOfTheDeadline;
        }

        <T> T throwIt() throws Exception {
            if (thrown instanceof Exception e) {
                throw e;
            }
            throw (Error) thrown;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheInterruptMadeTheBodyThrowIsTheDeadlinesFailure(Thrown one) {
        var failing = assertThatThrownBy(() -> withinASecond(() -> {
            pass();
            return one.throwIt();
        }));

        if (one.isOfTheDeadline) {
            failing.hasCause(one.thrown)
                    .isInstanceOfSatisfying(
                            NetException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED));
        } else {
            failing.isSameAs(one.thrown);
        }
        assertThat(Thread.interrupted()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whatTheBodyThrowsBeforeTheDeadlineStaysAsItIs(Thrown one) {
        assertThatThrownBy(() -> withinASecond(one::throwIt)).isSameAs(one.thrown);
    }

    @Test
    void failureThatNamesTheDeadlineStaysAsItIs() {
        var own = NetException.of(ErrorKind.DEADLINE_EXCEEDED, "read", "1 s");

        assertThatThrownBy(() -> withinASecond(() -> {
                    pass();
                    throw own;
                }))
                .isSameAs(own);
    }

    @Test
    void tasksOfAGroupAreInterruptedAndSpawnedOnesAreNot() throws Exception {
        Task<String> spawned = Tasks.withDeadline(SOON, () -> {
            Task<String> detached = Tasks.spawn(queue::take);
            try (var group = new TaskGroup()) {
                Task<String> inherits = group.spawn(new LinkedBlockingQueue<String>()::take);
                Eventually.holds("the task ends", inherits::isFinished);

                assertThatThrownBy(inherits::join)
                        .cause()
                        .hasMessage("wait: deadline exceeded: 20 ms")
                        .hasCauseInstanceOf(InterruptedException.class);
            }
            return detached;
        });

        assertThat(spawned.isFinished()).isFalse();
        queue.add("late");
        assertThat(spawned.join()).isEqualTo("late");
    }

    /// The interrupt closes it, for all who share it: `InterruptibleChannel`.
    @Test
    void fileChannelInUseIsClosed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        try (var channel = FileChannel.open(file)) {
            NetException exceeded = Expect.failure(
                    ErrorKind.DEADLINE_EXCEEDED,
                    () -> withinASecond(() -> {
                        pass();
                        return channel.read(ByteBuffer.allocate(1), 0);
                    }));

            assertThat(exceeded).hasCauseInstanceOf(ClosedByInterruptException.class);

            assertThat(channel.isOpen()).isFalse();
        }
    }

    /// A file that tasks share is closed by nobody's deadline if the thread that uses it has none.
    @Test
    void fileChannelOfASpawnedTaskStaysOpen(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        try (var channel = FileChannel.open(file)) {
            var requests = new LinkedBlockingQueue<ByteBuffer>();
            Task<Integer> owner = Tasks.spawn(() -> channel.read(requests.take(), 0));
            Expect.failure(ErrorKind.DEADLINE_EXCEEDED, () -> Tasks.withDeadline(SOON, queue::take));

            requests.add(ByteBuffer.allocate(4));
            assertThat(owner.join()).isEqualTo(4);
            assertThat(channel.isOpen()).isTrue();
        }
    }

    /// What the compiler infers: `NetException` does not widen what else is thrown.
    @Test
    void throwsWhatItsBodyThrows() throws InterruptedException, NetException {
        queue.add("one");
        queue.add("two");
        String one = Tasks.withDeadline(FAR, () -> {
            Tasks.sleep(Duration.ZERO);
            return queue.take();
        });
        Tasks.runWithDeadline(FAR, () -> {
            while (!queue.isEmpty()) {
                queue.take();
            }
        });
        int length = Tasks.withDeadline(FAR, () -> one.length());
        assertThat(length).isEqualTo(3);
    }
}
