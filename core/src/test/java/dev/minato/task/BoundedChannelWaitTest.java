package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Allocation;
import dev.minato.testing.Call;
import dev.minato.testing.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What ends a wait in a channel, and that a wait that ends early loses nothing.
@Timeout(60)
class BoundedChannelWaitTest {
    private static final int ROUNDS = 10;
    private static final int TURNS = 1000;
    private static final Duration SHORT = Duration.ofMillis(1);

    private final BoundedChannel<Integer> channel = new BoundedChannel<>(1);

    @ParameterizedTest
    @EnumSource
    void aReceiverWaitsForAValue(Threads threads) throws Exception {
        var call = threads.call(channel::receive).awaitWaiting();
        channel.send(7);
        assertThat(call.result()).contains(7);
    }

    @ParameterizedTest
    @EnumSource
    void aSenderWaitsForRoom(Threads threads) throws Exception {
        channel.send(1);
        var call = threads.run(() -> channel.send(2)).awaitWaiting();
        assertThat(channel.size()).isEqualTo(1);
        assertThat(channel.receive()).contains(1);
        call.result();
        assertThat(channel.tryReceive()).contains(2);
    }

    @ParameterizedTest
    @EnumSource
    void aTrySendAndATryReceiveWakeThem(Threads threads) throws Exception {
        var receiver = threads.call(channel::receive).awaitWaiting();
        assertThat(channel.trySend(1)).isTrue();
        assertThat(receiver.result()).contains(1);
        channel.send(2);
        var sender = threads.run(() -> channel.send(3)).awaitWaiting();
        assertThat(channel.tryReceive()).contains(2);
        sender.result();
    }

    @ParameterizedTest
    @EnumSource
    void eachOfSeveralReceiversGetsAValue(Threads threads) throws Exception {
        var first = threads.call(channel::receive).awaitWaiting();
        var second = threads.call(channel::receive).awaitWaiting();
        channel.send(1);
        channel.send(2);
        assertThat(List.of(first.result().orElseThrow(), second.result().orElseThrow()))
                .containsExactlyInAnyOrder(1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void closingEndsTheWaitOfEachReceiver(Threads threads) throws Exception {
        var first = threads.call(channel::receive).awaitWaiting();
        var second = threads.call(() -> channel.receive(Duration.ofHours(1))).awaitWaiting();
        channel.close();
        assertThat(first.result()).isEmpty();
        assertThat(second.result()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void closingEndsTheWaitOfEachSenderWhoseValueWasNotSent(Threads threads) throws Exception {
        channel.send(1);
        var first = threads.run(() -> channel.send(2)).awaitWaiting();
        var second = threads.run(() -> channel.send(3, Duration.ofHours(1))).awaitWaiting();
        channel.close();
        says(first.failure(), ErrorKind.CLOSED, "send");
        says(second.failure(), ErrorKind.CLOSED, "send");
        assertThat(channel.receive()).contains(1);
        assertThat(channel.receive()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptEndsTheWaitAndIsThenCleared(Threads threads) throws Exception {
        var receiver = threads.call(channel::receive).awaitWaiting();
        receiver.interrupt();
        receiver.failure(InterruptedException.class);
        assertThat(receiver.wasInterruptedAtEnd()).isFalse();
        channel.send(1);
        var sender = threads.run(() -> channel.send(2)).awaitWaiting();
        sender.interrupt();
        sender.failure(InterruptedException.class);
        assertThat(sender.wasInterruptedAtEnd()).isFalse();
        assertThat(channel.tryReceive()).contains(1);
        assertThat(channel.tryReceive()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsInterruptedBeforeItWouldWaitDoesNotWait(Threads threads) {
        var receiver = threads.call(() -> {
            Thread.currentThread().interrupt();
            return channel.receive();
        });
        receiver.failure(InterruptedException.class);
        assertThat(receiver.wasInterruptedAtEnd()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aTimeoutEndsTheWait(Threads threads) throws Exception {
        says(threads.call(() -> channel.receive(SHORT)).failure(), ErrorKind.TIMED_OUT, "receive");
        channel.send(1);
        says(threads.run(() -> channel.send(2, SHORT)).failure(), ErrorKind.TIMED_OUT, "send");
        assertThat(channel.tryReceive()).contains(1);
        assertThat(channel.tryReceive()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aDeadlineEndsTheWait(Threads threads) throws Exception {
        var receiver = threads.call(() -> Tasks.withDeadline(SHORT, channel::receive));
        says(receiver.failure(), ErrorKind.DEADLINE_EXCEEDED, "receive");
        var both = threads.call(() -> Tasks.withDeadline(SHORT, () -> channel.receive(Duration.ofHours(1))));
        says(both.failure(), ErrorKind.DEADLINE_EXCEEDED, "receive");
        channel.send(1);
        var sender = threads.run(() -> Tasks.runWithDeadline(SHORT, () -> channel.send(2)));
        says(sender.failure(), ErrorKind.DEADLINE_EXCEEDED, "send");
        assertThat(channel.tryReceive()).contains(1);
        assertThat(channel.tryReceive()).isEmpty();
    }

    private static void says(NetException failure, ErrorKind kind, String operation) {
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.operation()).isEqualTo(operation);
    }

    /// The wakeup of one that gave up is passed on.
    @ParameterizedTest
    @EnumSource
    void whoeverGivesUpDoesNotKeepAValueFromTheNext(Threads threads) throws Exception {
        for (int round = 0; round < 100; round++) {
            var first = threads.call(channel::receive).awaitWaiting();
            var second = threads.call(channel::receive).awaitWaiting();
            channel.send(round);
            first.interrupt();
            Optional<Integer> taken = first.thrown().isPresent() ? Optional.empty() : first.result();
            if (taken.isPresent()) {
                channel.send(round);
            }
            assertThat(second.result()).contains(round);
        }
    }

    /// No value is received twice or not at all, and those of one sender come in order, whatever is cancelled.
    @ParameterizedTest
    @EnumSource
    void everyValueIsReceivedOnceAndInOrder(Threads threads) throws Exception {
        int values = 2000;
        int senders = 3;
        var shared = new BoundedChannel<int[]>(4);
        var sending = new ArrayList<Call<?>>();
        for (int s = 0; s < senders; s++) {
            int sender = s;
            sending.add(threads.run(() -> {
                for (int i = 0; i < values; i++) {
                    shared.send(new int[] {sender, i});
                }
            }));
        }
        var receiving = new ArrayList<Call<List<int[]>>>();
        for (int r = 0; r < 3; r++) {
            receiving.add(threads.call(() -> receiveAll(shared)));
        }
        for (var one : sending) {
            one.result();
        }
        shared.close();
        var seen = new int[senders][values];
        for (var one : receiving) {
            var last = new int[] {-1, -1, -1};
            for (int[] value : one.result()) {
                seen[value[0]][value[1]]++;
                assertThat(value[1]).isGreaterThan(last[value[0]]);
                last[value[0]] = value[1];
            }
        }
        assertThat(List.of(seen)).allSatisfy(of -> assertThat(of).containsOnly(1));
    }

    /// Half of the waits have a timeout that is over at once.
    private static List<int[]> receiveAll(BoundedChannel<int[]> from) throws Exception {
        var all = new ArrayList<int[]>();
        for (int i = 0; !from.isEnded(); i++) {
            try {
                (i % 2 == 0 ? from.receive() : from.receive(Duration.ZERO)).ifPresent(all::add);
            } catch (NetException nothingThere) {
                assertThat(nothingThere.kind()).isEqualTo(ErrorKind.TIMED_OUT);
            }
        }
        return all;
    }

    /// Besides the `Optional` that a receive returns.
    @Test
    void aWaitAllocatesNothing() throws Exception {
        Thread waiting = Thread.currentThread();
        var sending = Threads.PLATFORM.run(() -> {
            for (int i = 0; i < ROUNDS * TURNS; i++) {
                awaitWaiting(waiting);
                channel.send(1);
            }
        });
        long received = Allocation.ofTurn(ROUNDS, TURNS, () -> channel.receive());
        sending.result();
        channel.send(1);
        var receiving = Threads.PLATFORM.run(() -> {
            for (int i = 0; i < ROUNDS * TURNS; i++) {
                awaitWaiting(waiting);
                channel.receive();
            }
        });
        long sent = Allocation.ofTurn(ROUNDS, TURNS, () -> channel.send(1));
        receiving.result();
        System.out.println("a receive that waits: " + received + " bytes, a send: " + sent);
        assertThat(received).isLessThan(32);
        assertThat(sent).isLessThan(16);
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
