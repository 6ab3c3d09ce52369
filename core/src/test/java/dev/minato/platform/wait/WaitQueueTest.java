package dev.minato.platform.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who is woken by a call that wakes all: those who waited when it was made, each once.
@Timeout(60)
class WaitQueueTest {
    private static final int MANY = 100;

    private final List<Waiter> woken = new ArrayList<>();
    private final Handle handle = new Handle();
    private final WaitQueue queue = new WaitQueue(new Rejoining());

    /// Whoever is woken waits again at once.
    private final class Rejoining implements Parker {
        @Override
        public long now() {
            return 0;
        }

        @Override
        public void park(Waiter waiter) {
            throw new AssertionError("nobody parks here");
        }

        @Override
        public void unpark(Waiter waiter) {
            woken.add(waiter);
            if (woken.size() <= MANY) {
                queue.leave(waiter, true);
                queue.join(handle);
            }
        }

        @Override
        public void yieldCarrier() {}

        @Override
        public void schedule(TimerEntry entry) {}

        @Override
        public void forget(TimerEntry entry) {}
    }

    @Test
    void whoWaitsAgainMeanwhileIsLeftWaiting() {
        Waiter first = queue.join(handle);
        Waiter second = queue.join(handle);
        Waiter third = queue.join(handle);

        queue.wakeAll();

        assertThat(woken).containsExactly(first, second, third);
        assertThat(queue.isEmpty()).isFalse();
    }

    @Test
    void emptyQueueWakesNobody() {
        queue.wakeAll();

        assertThat(woken).isEmpty();
    }
}
