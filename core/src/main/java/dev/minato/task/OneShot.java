package dev.minato.task;

import dev.minato.atomic.VarHandles;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One value that one task sends, once, and that any number of tasks wait for, such as the answer to a request.
///
/// ```
///            send()                           one compare-and-set: one send, or the close, wins
///    OPEN ──────────▶ SENT
///      └──close()───▶ CLOSED
/// ```
///
/// It is settled once: a value that was sent stays, for each receiver and each time it asks, also after the
/// close. A sender that gives up closes it, or receivers wait for ever. All methods may be called by any thread.
/// Follows `tokio::sync::oneshot`.
///
/// @param <T> the value
public final class OneShot<T> implements AutoCloseable {
    private static final VarHandle SETTLED = VarHandles.ofField(MethodHandles.lookup(), "settled", Object.class);
    private static final Object CLOSED = new Object();

    private final Parker parker = Scope.current().platform().parker();
    private final WaitQueue waiting = new WaitQueue(parker);
    private final Handle always = new Handle();

    /// The value, or `CLOSED`; null while it is open.
    private volatile @Nullable Object settled;

    /// One without a value yet.
    public OneShot() {}

    /// Sends the value; false if one was sent before, or this is closed.
    public boolean send(T value) {
        return settle(Objects.requireNonNull(value, "value"));
    }

    private boolean settle(Object end) {
        boolean first = SETTLED.compareAndSet(this, (Object) null, end);
        if (first) {
            waiting.close();
        }
        return first;
    }

    /// Returns the value, waiting for it if need be.
    ///
    /// A call that need not wait succeeds on an interrupted thread.
    ///
    /// @throws InterruptedException if the thread is interrupted before or while it waits; its flag is then
    ///     cleared
    /// @throws NetException `CLOSED` if this is closed without a value, before or while it waits;
    ///     `DEADLINE_EXCEEDED` if the deadline of the caller's scope comes first
    public T receive() throws InterruptedException, NetException {
        return receiveUntil(Deadline.NEVER);
    }

    /// As [#receive()], for at most `timeout`: after it `TIMED_OUT`. A timeout of zero or less has passed: the
    /// call looks once.
    public T receive(Duration timeout) throws InterruptedException, NetException {
        return receiveUntil(Deadline.after(parker.now(), Deadline.left(timeout)));
    }

    private T receiveUntil(long latest) throws InterruptedException, NetException {
        for (; ; ) {
            Optional<T> value = tryReceive();
            if (value.isPresent()) {
                return value.get();
            }
            Outcome outcome =
                    waiting.await(always, Math.min(latest, Scope.current().deadline()), () -> settled != null);
            if (outcome != Outcome.CLOSED) {
                WaitFailure.check(outcome, "receive");
            }
        }
    }

    /// Returns the value if it was sent; empty if not yet. `CLOSED` if this is closed without one.
    public Optional<T> tryReceive() throws NetException {
        Object end = settled;
        if (isClosed(end)) {
            throw NetException.of(ErrorKind.CLOSED, "receive");
        }
        @SuppressWarnings("unchecked") // only values are sent
        T value = (T) end;
        return Optional.ofNullable(value);
    }

    @SuppressWarnings("ReferenceEquality") // a value may be equal to anything
    private static boolean isClosed(@Nullable Object end) {
        return end == CLOSED;
    }

    /// Whether it is settled: a value was sent, or it was closed without one.
    public boolean isSettled() {
        return settled != null;
    }

    /// Ends the waits for a value that was not sent, and every later one, with `CLOSED`; one that was sent stays.
    /// Closing again does nothing.
    @Override
    public void close() {
        settle(CLOSED);
    }
}
