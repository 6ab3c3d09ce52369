package dev.minato.server;

import dev.minato.atomic.VarHandles;
import dev.minato.platform.wait.Parker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The times of the requests of one connection: the clock is read once for each request, and not at all if
/// nobody observes them.
///
/// ```
///  decoded      handled, decoded  handled, decoded   handled ... a wait ... decoded
///     ├─────────────────┤─────────────────┤──────────────┤                     ├──
/// ```
///
/// Its connection's task writes; others may read, and see what it was a moment ago.
final class RequestClock {
    private static final VarHandle REQUESTS = VarHandles.ofField(MethodHandles.lookup(), "requests", long.class);
    private static final VarHandle SLOWEST = VarHandles.ofField(MethodHandles.lookup(), "slowest", long.class);
    private static final VarHandle SINCE = VarHandles.ofField(MethodHandles.lookup(), "since", long.class);
    private static final VarHandle IDLE = VarHandles.ofField(MethodHandles.lookup(), "idle", long.class);

    /// In place of a time: no request is handled.
    private static final long NONE = -1;

    private final Parker parker;
    private final Optional<LongConsumer> observer;

    /// When the connection was accepted.
    private final long begun;

    private long requests;
    private long slowest;

    /// When the request that is handled was decoded.
    private long since = NONE;

    /// When the last one was done, unless the task has waited since.
    private long last = NONE;

    /// Since when the task has had no request; stale while it has one.
    private long idle = NONE;

    /// @param begun when the connection was accepted
    /// @param observer is told of each request how many nanoseconds it took; empty if nobody wants to know
    RequestClock(Parker parker, long begun, Optional<LongConsumer> observer) {
        this.parker = parker;
        this.begun = begun;
        this.observer = observer;
    }

    /// Notes that the task is about to wait for the next request.
    void waits() {
        if (observer.isPresent() && (last != NONE || idle == NONE)) {
            IDLE.setOpaque(this, last == NONE ? begun : last);
        }
        last = NONE;
    }

    /// Notes that a request was decoded.
    void begins() {
        if (observer.isPresent()) {
            SINCE.setOpaque(this, last == NONE ? parker.now() : last);
        }
    }

    /// Notes that it was handled, or has failed.
    void ends() {
        REQUESTS.setOpaque(this, requests + 1);
        if (observer.isPresent()) {
            last = parker.now();
            long nanos = last - since;
            SINCE.setOpaque(this, NONE);
            if (nanos > slowest) {
                SLOWEST.setOpaque(this, nanos);
            }
            observer.get().accept(nanos);
        }
    }

    long requests() {
        return (long) REQUESTS.getOpaque(this);
    }

    /// Nanoseconds that the slowest took.
    long slowest() {
        return (long) SLOWEST.getOpaque(this);
    }

    /// For how many nanoseconds the one that is handled has been so; empty if none is.
    Optional<Long> handlingFor() {
        long decoded = (long) SINCE.getOpaque(this);
        return decoded == NONE ? Optional.empty() : Optional.of(parker.now() - decoded);
    }

    /// For how many nanoseconds the task has waited for a request; empty if that is not known. Means nothing
    /// while it has one.
    Optional<Long> idleFor() {
        long done = (long) IDLE.getOpaque(this);
        return done == NONE ? Optional.empty() : Optional.of(parker.now() - done);
    }
}
