package dev.minato.platform.kernel;

import dev.minato.atomic.VarHandles;
import dev.minato.error.NetException;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The end of a stream, clean or by a failure, on which all concurrent calls agree.
///
/// The kernel reports a reset once (`sk_err`), to the first syscall that looks; every later read(2) returns
/// 0, as after a FIN. So a 0 is a clean end only once every call that was in flight when it came has noted
/// its failure. And a failed write is no end yet: bytes that came before the reset are still in the receive
/// queue.
///
/// [CallsInFlight] knows which those are.
public final class StreamEnd {
    private static final VarHandle FAILURE = VarHandles.ofField(MethodHandles.lookup(), "failure", NetException.class);

    /// The readers that met the end before it was decided.
    private final WaitQueue undecided;

    private final CallsInFlight calls;

    private volatile @Nullable NetException failure;

    /// An end that was not reached, whose readers wait as `parker` says.
    public StreamEnd(Parker parker, CallsInFlight calls) {
        this.undecided = new WaitQueue(parker);
        this.calls = calls;
    }

    /// Wakes the readers that wait for the end: the last of the calls in flight has left.
    public void decided() {
        undecided.wakeAll();
    }

    /// Notes a failure that ends the stream, before its call leaves; only the first counts, and the other kinds
    /// are no end. Returns the failure.
    public NetException note(NetException thrown) {
        if (isFatal(thrown)) {
            FAILURE.compareAndSet(this, null, thrown);
        }
        return thrown;
    }

    private static boolean isFatal(NetException thrown) {
        return switch (thrown.kind()) {
            case CONNECTION_RESET, CONNECTION_ABORTED, CONNECTION_REFUSED, TIMED_OUT -> true;
            case HOST_UNREACHABLE, NETWORK_UNREACHABLE, NETWORK_DOWN -> true;
            default -> false;
        };
    }

    /// A read got 0: the receive queue is empty for good. Must be called after the call has left. The result is
    /// as that of [#read].
    public int reached(String operation) throws NetException {
        calls.end();
        return read(operation);
    }

    /// Returns the result of a read once [#isEnding]: -1, or 0 (not now) while other calls are still in flight;
    /// or throws the failure that ended the stream.
    public int read(String operation) throws NetException {
        return isUndecided() ? 0 : endOf(operation);
    }

    /// Returns -1, or throws the failure that was noted.
    public int endOf(String operation) throws NetException {
        NetException noted = failure;
        if (noted == null) {
            return -1;
        }
        throw NetException.builder(noted.kind(), operation)
                .osError(noted.osError().orElse(0))
                .build();
    }

    /// Whether some read has got to the end; there is nothing to ask the kernel for any more.
    public boolean isEnding() {
        return calls.isEnding();
    }

    /// Whether the end was reached and calls that may know of a failure are still in flight.
    public boolean isUndecided() {
        return calls.isUndecided();
    }

    /// Blocks until the end is decided, on behalf of `handle`.
    public Outcome await(Handle handle, long deadline) {
        return undecided.await(handle, deadline, () -> !isUndecided());
    }

    /// Ends with CLOSED the waits that came through `handle`.
    public void abandon(Handle handle) {
        undecided.close(handle);
    }

    /// Ends all waits with CLOSED.
    public void close() {
        undecided.close();
    }
}
