package dev.minato.net.handle;

import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// The timeout of one direction of a socket, seen by all clones; none by default.
public final class Timeout {
    private volatile long nanos = Deadline.NEVER;

    Timeout() {}

    /// Sets it; IllegalArgumentException for zero and less.
    public void set(Duration timeout, String operation) {
        nanos = positiveNanos(timeout, operation);
    }

    /// Goes back to none.
    public void clear() {
        nanos = Deadline.NEVER;
    }

    /// Returns it in nanoseconds; [Deadline#NEVER] for none.
    public long nanos() {
        return nanos;
    }

    /// Returns it; empty for none.
    public Optional<Duration> get() {
        long now = nanos;
        return now == Deadline.NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(now));
    }

    /// Returns the nanoseconds of a positive timeout; IllegalArgumentException for zero and less.
    public static long positiveNanos(Duration timeout, String operation) {
        long nanos = Deadline.nanos(Objects.requireNonNull(timeout, "timeout"));
        if (nanos <= 0) {
            throw new IllegalArgumentException(operation + ": the timeout must be positive, not " + timeout);
        }
        return nanos;
    }

    /// Returns the deadline of a call that may take `nanos` from now: not later than the scope's.
    public static long deadline(Parker clock, long nanos) {
        long scope = Scope.current().deadline();
        return nanos == Deadline.NEVER ? scope : Math.min(scope, Deadline.after(clock.now(), nanos));
    }
}
