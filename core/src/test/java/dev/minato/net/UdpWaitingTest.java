package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import dev.minato.testing.DatagramTest;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A receive that waits ends by a datagram, a timeout, a deadline, an interrupt or a close; nothing is lost by
/// it.
@NetworkTest
class UdpWaitingTest extends DatagramTest {
    private static final Duration SOON = Duration.ofMillis(20);

    private final ByteBuffer buffer = ByteBuffer.allocate(16);
    private final Received received = new Received();

    private void send(int length) throws NetException {
        peer.sendTo(ByteBuffer.allocate(length), socket.localAddress());
    }

    private int receive(UdpSocket through) throws NetException {
        return through.recvFrom(ByteBuffer.allocate(16)).length();
    }

    private void assertUsable() throws NetException {
        send(7);
        socket.clearReadTimeout();
        assertThat(receive(socket)).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void datagramEndsTheWait(Threads threads) throws Exception {
        var call = threads.call(() -> receive(socket)).awaitWaiting();

        send(3);

        assertThat(call.result()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void emptyDatagramEndsTheWait(Threads threads) throws Exception {
        var call = threads.call(() -> receive(socket)).awaitWaiting();

        send(0);

        assertThat(call.result()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void timeoutEndsTheWaitAndLosesNothing(Threads threads) throws Exception {
        socket.setReadTimeout(SOON);

        Expect.says(
                threads.call(() -> receive(socket)).failure(), ErrorKind.TIMED_OUT, "receive", socket.localAddress());

        assertUsable();
    }

    @Test
    void timeoutsAreKeptAndShared() throws NetException {
        try (var clone = socket.tryClone()) {
            assertThat(socket.readTimeout()).isEmpty();
            assertThat(socket.writeTimeout()).isEmpty();

            socket.setReadTimeout(SOON);
            socket.setWriteTimeout(Duration.ofDays(1));

            assertThat(clone.readTimeout()).contains(SOON);
            assertThat(clone.writeTimeout()).contains(Duration.ofDays(1));
            Expect.failure(ErrorKind.TIMED_OUT, () -> receive(clone));
            clone.clearReadTimeout();
            clone.clearWriteTimeout();
            assertThat(socket.readTimeout()).isEmpty();
            assertThat(socket.writeTimeout()).isEmpty();
        }
    }

    @Test
    void timeoutMustBePositive() {
        for (Duration wrong :
                new Duration[] {Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> socket.setReadTimeout(wrong));
            assertThatIllegalArgumentException().isThrownBy(() -> socket.setWriteTimeout(wrong));
        }
        assertThat(socket.readTimeout()).isEmpty();
    }

    @Test
    void hugeTimeoutSaturates() throws NetException {
        socket.setReadTimeout(Duration.ofSeconds(Long.MAX_VALUE));
        send(1);

        assertThat(receive(socket)).isEqualTo(1);
    }

    @Test
    void awaitHasATimeoutOfItsOwn() throws NetException {
        socket.setReadTimeout(Duration.ofDays(1));

        Expect.failure(ErrorKind.TIMED_OUT, "await readable", socket.localAddress(), () -> socket.awaitReadable(SOON));

        socket.awaitWritable(SOON);
        send(1);
        socket.awaitReadable(Duration.ofDays(1));
        assertThat(receive(socket)).isEqualTo(1);
    }

    @Test
    void deadlineOfTheScopeEndsTheWait() throws Exception {
        socket.setReadTimeout(Duration.ofDays(1));

        Expect.failure(ErrorKind.DEADLINE_EXCEEDED, () -> Tasks.withDeadline(SOON, () -> receive(socket)));

        assertUsable();
    }

    @Test
    void passedDeadlineDoesNotStopWhatNeedNotWait() throws Exception {
        send(2);
        socket.awaitReadable();

        assertThat(Tasks.withDeadline(Duration.ZERO, () -> receive(socket))).isEqualTo(2);
        Expect.failure(ErrorKind.DEADLINE_EXCEEDED, () -> Tasks.withDeadline(Duration.ZERO, () -> receive(socket)));
    }

    @ParameterizedTest
    @EnumSource
    void interruptEndsTheWaitAndKeepsFlagAndSocket(Threads threads) throws Exception {
        var call = threads.call(() -> receive(socket)).awaitWaiting();

        call.interrupt();

        Expect.says(call.failure(), ErrorKind.INTERRUPTED, "receive", socket.localAddress());
        assertThat(call.wasInterruptedAtEnd()).isTrue();
        assertUsable();
    }

    @ParameterizedTest
    @EnumSource
    void interruptedThreadSendsAndReceivesWhatIsThere(Threads threads) throws Exception {
        var call = threads.call(() -> {
            Thread.currentThread().interrupt();
            send(4);
            int length = Eventually.withoutWait(() -> receive(socket));
            Expect.failure(ErrorKind.INTERRUPTED, () -> receive(socket));
            return length;
        });

        assertThat(call.result()).isEqualTo(4);
        assertThat(call.wasInterruptedAtEnd()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void closeEndsTheWait(Threads threads) throws Exception {
        var call = threads.call(() -> receive(socket)).awaitWaiting();

        socket.close();

        Expect.says(call.failure(), ErrorKind.CLOSED, "receive", socket.localAddress());
    }

    @ParameterizedTest
    @EnumSource
    void closeEndsTheWaitOfAConnectedReceive(Threads threads) throws Exception {
        socket.connect(peer.localAddress());
        var call = threads.call(() -> socket.recv(buffer)).awaitWaiting();

        socket.close();

        assertThat(call.failure().kind()).isEqualTo(ErrorKind.CLOSED);
    }

    @ParameterizedTest
    @EnumSource
    void closingACloneEndsItsWaitAndNoOther(Threads threads) throws Exception {
        var clone = socket.tryClone();
        var waits = threads.call(() -> receive(socket)).awaitWaiting();
        var ends = threads.call(() -> receive(clone)).awaitWaiting();

        clone.close();

        assertThat(ends.failure().kind()).isEqualTo(ErrorKind.CLOSED);
        assertThat(waits.isFinished()).isFalse();
        send(6);
        assertThat(waits.result()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource
    void closingTheFirstHandleLeavesTheCloneOpen(Threads threads) throws Exception {
        try (var clone = socket.tryClone()) {
            var waits = threads.call(() -> receive(clone)).awaitWaiting();

            socket.close();

            assertThat(waits.isFinished()).isFalse();
            send(6);
            assertThat(waits.result()).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @EnumSource
    void secondOfTwoReceiversGetsTheDatagramWhenTheFirstTimesOut(Threads threads) throws Exception {
        try (var clone = socket.tryClone()) {
            var first = threads.run(() -> Tasks.withDeadline(SOON, () -> receive(socket)));
            var second = threads.call(() -> receive(clone)).awaitWaiting();
            assertThat(first.failure().kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);

            send(5);

            assertThat(second.result()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoReceiversGetTwoDatagrams(Threads threads) throws Exception {
        try (var clone = socket.tryClone()) {
            var first = threads.call(() -> receive(socket)).awaitWaiting();
            var second = threads.call(() -> receive(clone)).awaitWaiting();

            send(1);
            send(2);

            assertThat(first.result() + second.result()).isEqualTo(3);
        }
    }
}
