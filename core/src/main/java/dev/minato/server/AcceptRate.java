package dev.minato.server;

import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The bound on how many connections a server accepts per second: a token bucket that holds a second's worth, so
/// that a short burst is accepted at once.
///
/// ```
///           a second ago                    now
///  ───────────┼──────────────────────────────┼─────▶
///             next                                     as many free as fit between: accept at once
///                                               next   none free: wait until then
/// ```
final class AcceptRate {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Parker parker = Platform.current().parker();
    private final long interval;

    /// When the next connection would be due if all came evenly.
    private final AtomicLong next;

    /// @param perSecond how many; empty for any number
    AcceptRate(OptionalInt perSecond) {
        this.interval = perSecond.isEmpty() ? 0 : SECOND / perSecond.getAsInt();
        this.next = new AtomicLong(parker.now() - SECOND);
    }

    /// Blocks until one more may be accepted, and counts it.
    void await() throws InterruptedException, NetException {
        if (interval == 0) {
            return;
        }
        long due = next.updateAndGet(before -> Math.max(before, parker.now() - SECOND) + interval);
        long early = due - parker.now();
        if (early > 0) {
            Tasks.sleep(Duration.ofNanos(early));
        }
    }
}
