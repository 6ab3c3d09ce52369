package dev.minato.task;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Expiry;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.DeadlineInterrupt;
import java.util.Objects;
import java.util.stream.Stream;

/// The run of a body by one thread in a scope with a deadline: the thread is interrupted when that passes,
/// and what the interrupt made the body throw becomes the deadline's failure.
final class DeadlineRun {
    private static final ScopedValue<DeadlineInterrupt> ENTERED = ScopedValue.newInstance();

    private DeadlineRun() {}

    /// Whether the calling thread has entered the deadline of its scope. One that inherited the scope only,
    /// as those of a StructuredTaskScope do, has not.
    static boolean isEntered() {
        return ENTERED.isBound() && ENTERED.get().isOfCurrentThread();
    }

    /// Runs `body` in `scope`, whose deadline the calling thread enters.
    static <T, X extends Throwable> T call(Scope scope, BoundedCall<? extends T, X> body) throws X, NetException {
        int cancels = Task.cancelsOfCurrent();
        DeadlineInterrupt entered = enter(scope);
        try {
            return ScopedValue.where(ENTERED, entered).<T, Throwable>call(() -> scope.<T, Throwable>call(body::call));
        } catch (Throwable thrown) {
            throw DeadlineRun.<X>declared(scope.isExpired() ? exceededIfInterrupted(scope, thrown) : thrown);
        } finally {
            entered.leave(() -> Task.cancelsOfCurrent() != cancels);
        }
    }

    /// Runs `body` in `scope`, whose deadline the calling thread has entered already: what comes out is the
    /// same as if this had a deadline of its own, and Java's next wait ends, too.
    static <T, X extends Throwable> T callWithin(Scope scope, BoundedCall<? extends T, X> body) throws X, NetException {
        try {
            return body.call();
        } catch (Throwable thrown) {
            if (!scope.isExpired()) {
                throw DeadlineRun.<X>declared(thrown);
            }
            ENTERED.get().interruptAgain();
            throw DeadlineRun.<X>declared(exceededIfInterrupted(scope, thrown));
        }
    }

    private static DeadlineInterrupt enter(Scope scope) {
        var parker = scope.platform().parker();
        long at = scope.expiry().at();
        return isEntered() ? ENTERED.get().enterInner(parker, at) : DeadlineInterrupt.enter(parker, at);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // a body throws nothing else
    private static <X extends Throwable> X declared(Throwable thrown) throws NetException {
        if (thrown instanceof NetException e) {
            throw e;
        }
        return (X) thrown;
    }

    /// The deadline's failure in place of what comes from it or from its interrupt; anything else, and an
    /// `Error`, as it is.
    private static Throwable exceededIfInterrupted(Scope scope, Throwable thrown) {
        if (isExceeded(thrown) || thrown instanceof Error) {
            return thrown;
        }
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .limit(Cancellation.MAX_CAUSES)
                .filter(cause -> isExceeded(cause) || Cancellation.isInterrupt(cause))
                .findFirst()
                .<Throwable>map(cause -> failure(scope.expiry(), cause, thrown))
                .orElse(thrown);
    }

    private static boolean isExceeded(Throwable thrown) {
        return thrown instanceof NetException e && e.kind() == ErrorKind.DEADLINE_EXCEEDED;
    }

    private static NetException failure(Expiry expiry, Throwable origin, Throwable thrown) {
        var failure = NetException.builder(
                        ErrorKind.DEADLINE_EXCEEDED, origin instanceof NetException e ? e.operation() : "wait")
                .detail(expiry.toString())
                .cause(thrown);
        if (origin instanceof NetException e) {
            e.address().ifPresent(failure::address);
        }
        return failure.build();
    }
}
