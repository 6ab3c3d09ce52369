package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.TrySocket;
import dev.minato.platform.wait.Budget;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A socket and what its clones have in common: the timeouts, the mode, and how many handles are left.
///
/// ```
///   TcpStream ──┐                      each with a Handle of its own: closed or not
///   TcpStream ──┼──▶ Shared ──▶ TrySocket
///   TcpStream ──┘    count               closed with the last handle
/// ```
final class Shared<S extends TrySocket<?>> {
    final Platform platform;
    final S socket;
    final Timeout readTimeout = new Timeout();
    final Timeout writeTimeout = new Timeout();
    volatile boolean nonBlocking;

    private final Budget budget;
    private final AtomicInteger handles = new AtomicInteger(1);

    Shared(Platform platform, S socket) {
        this.platform = platform;
        this.socket = socket;
        this.budget = new Budget(platform.parker());
    }

    /// A timeout that all clones see; none at first.
    static final class Timeout {
        private volatile long nanos = Deadline.NEVER;

        void set(Duration timeout, String operation) throws NetException {
            nanos = positive(timeout, operation);
        }

        void clear() {
            nanos = Deadline.NEVER;
        }

        long nanos() {
            return nanos;
        }

        Optional<Duration> get() {
            long now = nanos;
            return now == Deadline.NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(now));
        }
    }

    /// The nanoseconds of a timeout that makes sense; INVALID_INPUT for zero and less.
    static long positive(Duration timeout, String operation) throws NetException {
        long nanos = Deadline.nanos(timeout);
        if (nanos <= 0) {
            throw NetException.of(ErrorKind.INVALID_INPUT, operation, "a timeout must be positive, not " + timeout);
        }
        return nanos;
    }

    /// One handle more, made from one that must be open.
    Handle clone(Handle from) throws NetException {
        int count = handles.get();
        while (count > 0 && !from.isClosed()) {
            if (handles.compareAndSet(count, count + 1)) {
                return new Handle();
            }
            count = handles.get();
        }
        throw NetException.of(ErrorKind.CLOSED, "clone");
    }

    /// Ends one handle: its waits, and with the last one the socket. True for the close that ended the socket.
    boolean close(Handle handle) throws NetException {
        boolean last = release(handle);
        if (last) {
            socket.close();
        }
        return last;
    }

    /// Ends one handle and its waits. True for the last one: the caller closes the socket, which ends them.
    boolean release(Handle handle) {
        if (!handle.close()) {
            return false;
        }
        boolean last = handles.decrementAndGet() == 0;
        if (!last) {
            socket.abandon(handle);
        }
        return last;
    }

    void checkOpen(Handle handle, String operation) throws NetException {
        if (handle.isClosed()) {
            // It may have been closed between its wake and its next try: then others are to have what it left.
            socket.pass(Interest.READABLE);
            socket.pass(Interest.WRITABLE);
            throw NetException.of(ErrorKind.CLOSED, operation);
        }
    }

    <T> T option(Handle handle, SocketOption<T> option) throws NetException {
        checkOpen(handle, "get " + option.name());
        return socket.option(option);
    }

    <T> void setOption(Handle handle, SocketOption<T> option, T value) throws NetException {
        checkOpen(handle, "set " + option.name());
        socket.setOption(option, value);
    }

    /// After a call that did not wait and moved so many bytes: yields to the others of its carrier if the budget
    /// is used up.
    void didNotWait(long bytes) {
        budget.spend(bytes);
    }

    /// Whether a call that may wait is to try before it does.
    boolean tryFirst(Interest interest) {
        return nonBlocking || socket.mayBeReady(interest);
    }

    /// Waits on behalf of a call that blocks: WOULD_BLOCK in non-blocking mode, or CLOSED.
    ///
    /// Whatever else ended the wait, the caller tries once more, since something may have come that was not
    /// heard of in time; if there is nothing, [#check] says why.
    Outcome block(Interest interest, Handle handle, Timeout timeout, String operation) throws NetException {
        return block(interest, handle, deadline(timeout.nanos), operation);
    }

    /// As [#block(Interest, Handle, Timeout, String)], until a point in time.
    Outcome block(Interest interest, Handle handle, long deadline, String operation) throws NetException {
        if (nonBlocking) {
            budget.spend(0);
            throw NetException.of(ErrorKind.WOULD_BLOCK, operation);
        }
        Outcome outcome = socket.await(interest, handle, deadline);
        budget.reset();
        if (outcome == Outcome.CLOSED) {
            check(outcome, operation);
        }
        return outcome;
    }

    /// Waits until a try may succeed; TIMED_OUT, INTERRUPTED or CLOSED if something else ends the wait.
    void await(Interest interest, Handle handle, long deadline, String operation) throws NetException {
        boolean isReady = socket.mayBeReady(interest);
        Outcome outcome = socket.await(interest, handle, deadline);
        if (isReady) {
            budget.spend(0);
        } else {
            budget.reset();
        }
        check(outcome, operation);
    }

    /// Throws what ended a wait, unless it was a wake.
    static void check(Outcome outcome, String operation) throws NetException {
        switch (outcome) {
            case WOKEN -> {}
            case TIMED_OUT -> throw NetException.of(ErrorKind.TIMED_OUT, operation);
            case INTERRUPTED -> throw NetException.of(ErrorKind.INTERRUPTED, operation);
            case CLOSED -> throw NetException.of(ErrorKind.CLOSED, operation);
        }
    }

    /// Waits for its own sake, for at most `nanos`: what may be there is left to whoever waits next, too.
    void awaitOnly(Interest interest, Handle handle, long nanos, String operation) throws NetException {
        checkOpen(handle, operation);
        await(interest, handle, deadline(nanos), operation);
        socket.pass(interest);
    }

    /// The point `nanos` from now, or the scope's deadline if that comes first.
    long deadline(long nanos) {
        long whole = Scope.current().deadline();
        if (nanos == Deadline.NEVER) {
            return whole;
        }
        return Math.min(whole, Deadline.after(platform.parker().now(), nanos));
    }
}
