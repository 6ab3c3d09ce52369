package dev.minato.task;

import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.pace.Backoff;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// The attempts of one call of a [Retry]: how many failed, with what, and the pauses between them.
final class Attempts {
    /// How many failures are kept.
    static final int MAX_KEPT = 16;

    private final Retry retry;
    private final Backoff backoff;
    private final Scope scope = Scope.current();
    private final long latest;
    private final Deque<Throwable> earlier = new ArrayDeque<>();
    private int failed;

    Attempts(Retry retry) {
        this.retry = retry;
        this.backoff = retry.backoff();
        this.latest = Deadline.after(now(), retry.time());
    }

    private long now() {
        return scope.platform().parker().now();
    }

    /// Blocks until the next attempt; false if there is none.
    ///
    /// @param thrown what the attempt threw
    /// @param failure what decides whether there is another
    boolean pauseAfter(Throwable thrown, NetException failure) throws InterruptedException, NetException {
        failed++;
        long delay;
        try {
            delay = backoff.next();
            if (!retry.isWorthAnother(failure, failed) || Deadline.after(now(), delay) > latest) {
                return false;
            }
        } catch (RuntimeException | Error broken) {
            // The caller's predicate or random generator: what it was asked about must not be lost.
            keep(thrown);
            Throwable _ = withEarlier(broken);
            throw broken;
        }
        try {
            pause(Duration.ofNanos(delay));
        } catch (InterruptedException e) {
            e.addSuppressed(withEarlier(thrown));
            throw e;
        } catch (NetException ended) {
            throw because(failure, withEarlier(thrown), ended);
        }
        keep(thrown);
        return true;
    }

    /// A pause of no time, too, ends with the scope: the body might never look.
    private void pause(Duration delay) throws InterruptedException, NetException {
        Tasks.sleep(delay);
        if (scope.isExpired()) {
            throw scope.failure(Outcome.TIMED_OUT, "sleep");
        }
    }

    private void keep(Throwable failure) {
        if (earlier.size() == MAX_KEPT) {
            earlier.remove();
        }
        earlier.add(failure);
    }

    /// Returns `last` with the failures before it suppressed. A body may throw the same object again, which
    /// cannot suppress itself.
    @SuppressWarnings("ReferenceEquality")
    <E extends Throwable> E withEarlier(E last) {
        earlier.stream().filter(failure -> failure != last).forEach(last::addSuppressed);
        return last;
    }

    /// The end of the pause, said of what was tried.
    private static NetException because(NetException tried, Throwable cause, NetException ended) {
        var failure = NetException.builder(ended.kind(), tried.operation()).cause(cause);
        tried.address().ifPresent(failure::address);
        ended.detail().ifPresent(failure::detail);
        return failure.build();
    }
}
