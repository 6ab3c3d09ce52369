package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.task.BoundedChannel;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Channels are waited for as sockets are, and beside them.
@NetworkTest
class ChannelReadinessTest {
    private final BoundedChannel<Integer> channel = new BoundedChannel<>(1);
    private final Readiness readable = Readiness.readable(channel);
    private final Readiness writable = Readiness.writable(channel);

    private static List<Readiness> readyNow(Readiness... of) throws NetException {
        return Readiness.any(List.of(of), Duration.ZERO);
    }

    @Test
    void readableWhileThereIsAValueAndWritableWhileThereIsRoom() throws Exception {
        assertThat(readyNow(readable, writable)).containsExactly(writable);
        channel.send(1);
        assertThat(readyNow(readable, writable)).containsExactly(readable);
        assertThat(readyNow(readable, writable)).containsExactly(readable);
        channel.receive();
        assertThat(readyNow(readable, writable)).containsExactly(writable);
    }

    @Test
    void aClosedOneIsBothForEver() throws Exception {
        channel.close();
        for (int i = 0; i < 2; i++) {
            assertThat(readyNow(readable, writable)).containsExactlyInAnyOrder(readable, writable);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWaitEndsWhenAValueComes(Threads threads) throws Exception {
        var call = threads.call(() -> Readiness.any(List.of(readable))).awaitWaiting();
        channel.send(1);
        assertThat(call.result()).containsExactly(readable);
        assertThat(channel.tryReceive()).contains(1);
    }

    @ParameterizedTest
    @EnumSource
    void aWaitEndsWhenThereIsRoomAgain(Threads threads) throws Exception {
        channel.send(1);
        var call = threads.call(() -> Readiness.any(List.of(writable))).awaitWaiting();
        channel.receive();
        assertThat(call.result()).containsExactly(writable);
    }

    @ParameterizedTest
    @EnumSource
    void aWaitEndsWithTheClose(Threads threads) throws Exception {
        var call = threads.call(() -> Readiness.any(List.of(readable))).awaitWaiting();
        channel.close();
        assertThat(call.result()).containsExactly(readable);
    }

    @ParameterizedTest
    @EnumSource
    void whoeverWaitsInTheChannelIsWokenBesideIt(Threads threads) throws Exception {
        var watching = threads.call(() -> Readiness.any(List.of(readable))).awaitWaiting();
        var waiting = threads.call(channel::receive).awaitWaiting();
        channel.send(1);
        assertThat(waiting.result()).contains(1);
        assertThat(watching.result()).containsExactly(readable);
    }

    @ParameterizedTest
    @EnumSource
    void aSetWaitsForASocketAndAChannel(Threads threads) throws Exception {
        try (var pair = Pair.open();
                var set = new ReadinessSet<String>()) {
            set.add(Readiness.readable(pair.near()), "peer");
            set.add(readable, "mailbox");
            for (int i = 0; i < 100; i++) {
                var first = threads.call(() -> set.await()).awaitWaiting();
                channel.send(i);
                assertThat(first.result()).extracting(Ready::key).containsExactly("mailbox");
                assertThat(channel.tryReceive()).contains(i);
                var second = threads.call(() -> set.await()).awaitWaiting();
                pair.far().writeAll(new byte[1]);
                assertThat(second.result()).extracting(Ready::key).containsExactly("peer");
                assertThat(pair.near().read(ByteBuffer.allocate(2))).isEqualTo(1);
            }
        }
    }

    /// No readiness is lost while several send to one that watches.
    @ParameterizedTest
    @EnumSource
    void everyValueIsSeen(Threads threads) throws Exception {
        int values = 5000;
        var numbers = new BoundedChannel<Integer>(3);
        try (var set = new ReadinessSet<String>()) {
            set.add(Readiness.readable(numbers), "numbers");
            var sender = threads.run(() -> {
                for (int i = 0; i < values; i++) {
                    numbers.send(i);
                }
                numbers.close();
            });
            int next = 0;
            while (!numbers.isEnded()) {
                assertThat(set.await()).hasSize(1);
                var value = numbers.tryReceive();
                if (value.isPresent()) {
                    assertThat(value).contains(next++);
                }
            }
            sender.result();
            assertThat(next).isEqualTo(values);
        }
    }

    @Test
    void whatIsRemovedIsNotWatchedAnyMore() throws Exception {
        try (var set = new ReadinessSet<String>()) {
            set.add(readable, "mailbox");
            assertThat(set.remove(readable)).isTrue();
            channel.send(1);
            assertThat(set.await(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void theSameDirectionOfTheSameChannelIsTheSame() {
        var again = Readiness.readable(channel);
        assertThat(again).isEqualTo(readable).hasSameHashCodeAs(readable).isNotEqualTo(writable);
        assertThat(Readiness.readable(new BoundedChannel<>(1))).isNotEqualTo(readable);
        assertThat(readable).hasToString("readable channel 0/1");
        assertThat(readable.socket()).isEqualTo(new PollableChannel(channel));
    }

    @Test
    void thePollableClosesTheChannel() throws Exception {
        try (Pollable pollable = readable.socket()) {
            assertThat(pollable.isOpen()).isTrue();
            channel.send(1);
        }
        assertThat(channel.isClosed()).isTrue();
        assertThat(readable.socket().isOpen()).isFalse();
        assertThat(channel.receive()).contains(1);
    }
}
