package dev.minato.testing;

import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.TimerEntry;
import dev.minato.platform.wait.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/// A clock that stands still until it is moved, and the platform of this run with that clock, for code that
/// asks for the time and does not wait, but for Java's own waits; or waits alone, which on request moves the
/// clock to the wait's deadline.
public final class ManualClock {
    private static final long START = 1;

    private final List<TimerEntry> scheduled = new CopyOnWriteArrayList<>();
    private volatile long now = START;
    private long looks;
    private boolean jumping;

    /// Has a wait end at once, with the clock at its deadline, as if nothing came before. For code on one
    /// thread.
    public ManualClock jumping() {
        jumping = true;
        return this;
    }

    /// Runs `body` on this clock.
    public <T> T call(Callable<T> body) throws Exception {
        return new Scope(platform(), Deadline.NEVER).call(body::call);
    }

    /// Lets time pass, and the deadlines that have then come interrupt those who entered them.
    public void advance(Duration time) {
        moveTo(now + time.toNanos());
    }

    private void moveTo(long then) {
        now = then;
        scheduled.removeIf(entry -> entry.expire(then) == Deadline.NEVER);
    }

    /// How much time has passed.
    public Duration elapsed() {
        return Duration.ofNanos(now - START);
    }

    /// How often somebody asked for the time.
    public long looks() {
        return looks;
    }

    private Platform platform() {
        var real = Platform.current();
        return Overridden.of(Platform.class, real, "parker", _ -> new Still(real.parker()));
    }

    private final class Still implements Parker {
        private final Parker real;

        Still(Parker real) {
            this.real = real;
        }

        @Override
        public long now() {
            looks++;
            return now;
        }

        @Override
        public void park(Waiter waiter) {
            if (!jumping || waiter.deadline() == Deadline.NEVER) {
                throw new AssertionError("a wait on a clock that stands still");
            }
            moveTo(Math.max(now, waiter.deadline()));
            waiter.expire(now);
        }

        @Override
        public void unpark(Waiter waiter) {
            real.unpark(waiter);
        }

        @Override
        public void yieldCarrier() {
            real.yieldCarrier();
        }

        @Override
        public void schedule(TimerEntry entry) {
            scheduled.add(entry);
        }

        @Override
        public void forget(TimerEntry entry) {
            if (!scheduled.remove(entry)) {
                real.forget(entry);
            }
        }
    }
}
