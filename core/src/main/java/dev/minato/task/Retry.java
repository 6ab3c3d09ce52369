package dev.minato.task;

import dev.minato.error.NetException;
import dev.minato.platform.pace.Backoff;
import dev.minato.platform.wait.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// A description of how often, when and after which failures something is tried again: exponential back-off.
///
/// {@snippet file="dev/minato/examples/tasks/PatientClient.java" region="retry"}
///
/// ```
///  attempt 1 ✗  first  attempt 2 ✗  2 · first  attempt 3 ✗   4 · first   attempt 4 ✓
///  ───────────┤────────├──────────┤────────────├──────────┤──────────────├───────────
///              with jitter: anything from 0 to that; never more than the maximum
/// ```
///
/// **What is tried must bear being done twice**: a request whose answer was lost may have been executed.
///
/// **Jitter** keeps clients whose server went away from all coming back at the same moment. Give it wherever
/// there are many of them.
///
/// Immutable, and safe to share between threads if its random generator is, as `new Random()` is and
/// `ThreadLocalRandom.current()` is not.
public final class Retry {
    private final long first;
    private final long max;
    private final int attempts;
    private final LongUnaryOperator jitter;
    private final long time;
    private final Predicate<? super NetException> worthIt;

    private Retry(
            long first,
            long max,
            int attempts,
            LongUnaryOperator jitter,
            long time,
            Predicate<? super NetException> worthIt) {
        this.first = first;
        this.max = max;
        this.attempts = attempts;
        this.jitter = jitter;
        this.time = time;
        this.worthIt = worthIt;
    }

    /// Up to `attempts` attempts, the first included, with pauses that double from `first` to `max`; without
    /// jitter or a limit of time, after the failures that are [transient][#isTransient].
    ///
    /// @throws IllegalArgumentException if `attempts` is not at least 1, `first` is not positive, or `max` is
    ///     less than `first`
    public static Retry exponential(int attempts, Duration first, Duration max) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(max, "max");
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, not " + attempts);
        }
        checkPositive(first, "first");
        if (max.compareTo(first) < 0) {
            throw new IllegalArgumentException("max must be at least first, " + first + ", not " + max);
        }
        return new Retry(
                Deadline.nanos(first),
                Deadline.nanos(max),
                attempts,
                LongUnaryOperator.identity(),
                Deadline.NEVER,
                Retry::isTransient);
    }

    /// As [#exponential(int, Duration, Duration)], without a limit of attempts: give it one of time ([#maxTime]),
    /// or set a deadline around it ([Tasks#withDeadline]).
    public static Retry exponential(Duration first, Duration max) {
        return exponential(Integer.MAX_VALUE, first, max);
    }

    private static void checkPositive(Duration duration, String name) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, not " + duration);
        }
    }

    /// This with full jitter: each pause is anything from 0 to what it would be, by `random`.
    public Retry jitter(RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        return new Retry(first, max, attempts, random::nextLong, time, worthIt);
    }

    /// This with a limit of time: no attempt starts later than `time` after the first one did. An attempt that
    /// runs is not ended; that is for [Tasks#withDeadline].
    ///
    /// @throws IllegalArgumentException if `time` is not positive
    public Retry maxTime(Duration time) {
        Objects.requireNonNull(time, "time");
        checkPositive(time, "time");
        return new Retry(first, max, attempts, jitter, Deadline.nanos(time), worthIt);
    }

    /// This, trying again after the failures that `worthIt` accepts, and no others.
    public Retry after(Predicate<? super NetException> worthIt) {
        Objects.requireNonNull(worthIt, "worthIt");
        return new Retry(first, max, attempts, jitter, time, worthIt);
    }

    /// Whether the same call may well succeed a moment later: the peer or the network was away, a look-up
    /// failed (that a name has no address cannot be told from a look-up that failed for now), a timeout
    /// passed, or memory or file descriptors were short.
    ///
    /// Not `DEADLINE_EXCEEDED`, `INTERRUPTED` and `CLOSED`, after which the caller wants no more; and nothing
    /// that fails alike each time, such as `INVALID_INPUT`, `PERMISSION_DENIED` or `ADDRESS_IN_USE`.
    public static boolean isTransient(NetException failure) {
        return switch (Objects.requireNonNull(failure, "failure").kind()) {
            case CONNECTION_REFUSED,
                    CONNECTION_RESET,
                    CONNECTION_ABORTED,
                    BROKEN_PIPE,
                    UNEXPECTED_EOF,
                    HOST_UNREACHABLE,
                    NETWORK_UNREACHABLE,
                    NETWORK_DOWN,
                    HOST_NOT_FOUND,
                    TIMED_OUT,
                    OUT_OF_MEMORY,
                    TOO_MANY_OPEN_FILES -> true;
            default -> false;
        };
    }

    /// Calls `body` until it succeeds, and returns what it returned.
    ///
    /// When it throws something else than a [NetException] that is worth another attempt, or no attempt is left,
    /// that is thrown, with the failures before it suppressed, the last 16 of them; so is what the predicate or
    /// the random generator throws. An `ExecutionException`, such as that of [Task#join] and [Tasks#race], is
    /// judged by its cause.
    ///
    /// @param <T> what `body` returns
    /// @param <X> what `body` throws besides a [NetException]
    /// @throws InterruptedException if the calling thread is interrupted in a pause, with the last failure
    ///     suppressed; its flag is then cleared
    /// @throws NetException what `body` threw last; `DEADLINE_EXCEEDED` if the deadline of the caller's scope
    ///     comes in a pause, with the last failure as the cause
    public <T, X extends Throwable> T call(BoundedCall<? extends T, X> body)
            throws X, InterruptedException, NetException {
        Objects.requireNonNull(body, "body");
        var attempts = new Attempts(this);
        for (; ; ) {
            try {
                return body.call();
            } catch (Throwable thrown) {
                Optional<NetException> failure = judged(thrown);
                if (failure.isEmpty() || !attempts.pauseAfter(thrown, failure.get())) {
                    Throwable _ = attempts.withEarlier(thrown);
                    throw thrown;
                }
            }
        }
    }

    /// What decides whether there is another attempt: the failure itself, or that of a task or a race.
    private static Optional<NetException> judged(Throwable thrown) {
        Throwable failure = thrown instanceof ExecutionException ? thrown.getCause() : thrown;
        return failure instanceof NetException net ? Optional.of(net) : Optional.empty();
    }

    /// As [#call], for a body without a result.
    public <X extends Throwable> void run(BoundedAction<X> body) throws X, InterruptedException, NetException {
        Objects.requireNonNull(body, "body");
        Done _ = this.<Done, X>call(() -> {
            body.run();
            return Done.DONE;
        });
    }

    Backoff backoff() {
        return new Backoff(first, max, jitter);
    }

    /// Returns how long after the first attempt the last one may start, in nanoseconds.
    long time() {
        return time;
    }

    boolean isWorthAnother(NetException failure, int failed) {
        return failed < attempts && worthIt.test(failure);
    }
}
