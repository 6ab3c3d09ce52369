package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.error.ErrorKind;
import dev.minato.testing.Expect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a channel holds and says while nobody waits.
@Timeout(60)
class BoundedChannelTest {
    private final BoundedChannel<Integer> channel = new BoundedChannel<>(2);

    @Test
    void valuesComeOutInTheOrderInWhichTheyWentIn() throws Exception {
        for (int i = 0; i < 10; i += 2) {
            channel.send(i);
            channel.send(i + 1);
            assertThat(channel.receive()).contains(i);
            assertThat(channel.receive()).contains(i + 1);
        }
        channel.send(10);
        for (int i = 10; i < 20; i++) {
            channel.send(i + 1);
            assertThat(channel.receive()).contains(i);
        }
    }

    @Test
    void itHoldsAsManyAsItsCapacity() throws Exception {
        assertThat(channel.capacity()).isEqualTo(2);
        assertThat(channel.trySend(1)).isTrue();
        assertThat(channel.trySend(2)).isTrue();
        assertThat(channel.trySend(3)).isFalse();
        assertThat(channel.size()).isEqualTo(2);
        assertThat(channel).hasToString("channel 2/2");
        assertThat(channel.tryReceive()).contains(1);
        assertThat(channel.trySend(4)).isTrue();
        assertThat(channel.tryReceive()).contains(2);
        assertThat(channel.tryReceive()).contains(4);
        assertThat(channel.tryReceive()).isEmpty();
        assertThat(channel.size()).isZero();
    }

    @Test
    void oneOfCapacityOneHoldsOne() throws Exception {
        var one = new BoundedChannel<String>(1);
        for (int i = 0; i < 3; i++) {
            assertThat(one.trySend("a")).isTrue();
            assertThat(one.trySend("b")).isFalse();
            assertThat(one.receive()).contains("a");
            assertThat(one.tryReceive()).isEmpty();
        }
    }

    @Test
    void whatIsInAClosedOneIsReceivedAndThenTheEndEachTime() throws Exception {
        channel.send(1);
        channel.send(2);
        channel.close();
        assertThat(channel.isClosed()).isTrue();
        assertThat(channel.isEnded()).isFalse();
        assertThat(channel.receive()).contains(1);
        assertThat(channel.tryReceive()).contains(2);
        assertThat(channel.isEnded()).isTrue();
        assertThat(channel).hasToString("channel 0/2 closed");
        for (int i = 0; i < 3; i++) {
            assertThat(channel.receive()).isEmpty();
            assertThat(channel.receive(Duration.ZERO)).isEmpty();
            assertThat(channel.tryReceive()).isEmpty();
        }
    }

    @Test
    void nothingIsSentToAClosedOne() throws Exception {
        channel.send(1);
        channel.close();
        channel.close();
        Expect.failure(ErrorKind.CLOSED, () -> channel.send(2));
        Expect.failure(ErrorKind.CLOSED, () -> channel.send(2, Duration.ofSeconds(9)));
        Expect.failure(ErrorKind.CLOSED, () -> channel.trySend(2));
        assertThat(channel.size()).isEqualTo(1);
    }

    @Test
    void aFullOneThatIsClosedSaysClosed() throws Exception {
        channel.send(1);
        channel.send(2);
        channel.close();
        Expect.failure(ErrorKind.CLOSED, () -> channel.trySend(3));
    }

    @Test
    void whoeverLeavesTakesWhatNobodyWillReceive() throws Exception {
        channel.send(1);
        channel.send(2);
        assertThat(channel.closeAndDrain()).isEqualTo(List.of(1, 2));
        assertThat(channel.isEnded()).isTrue();
        assertThat(channel.closeAndDrain()).isEmpty();
        assertThat(channel.receive()).isEqualTo(Optional.empty());
    }

    @Test
    void interruptedThreadSendsAndReceivesWhatNeedsNoWait() throws Exception {
        Thread.currentThread().interrupt();
        channel.send(1);
        assertThat(channel.receive()).contains(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void capacityIsWithinBounds() {
        for (int wrong : new int[] {0, -1, BoundedChannel.MAX_CAPACITY + 1, Integer.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new BoundedChannel<>(wrong))
                    .withMessage("capacity must be within 1 and 1048576, not " + wrong);
        }
        assertThat(new BoundedChannel<>(BoundedChannel.MAX_CAPACITY).capacity()).isEqualTo(1 << 20);
    }
}
