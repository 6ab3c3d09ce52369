package dev.minato.task;

import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.WaitQueue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// The process's signals, taken from the JVM while this is open, so that a server can drain first and exit
/// then.
///
/// {@snippet file="dev/minato/examples/tasks/GracefulServer.java" region="signals"}
///
/// While it is open the JVM's own handling, which is to exit, does not happen; closing brings it back. A signal
/// that comes twice before anybody awaited it counts once. A JVM that was started with SIGINT ignored, as a
/// shell does for programs in the background, never gets it. Safe for use by several threads; each signal goes
/// to one of those that wait.
public final class Signals implements AutoCloseable {
    private final Scope scope = Scope.current();
    private final WaitQueue waiting = new WaitQueue(scope.platform().parker());
    private final Handle handle = new Handle();
    /// A bit for each signal. No lock: the JVM's thread for signals must not wait for a task.
    private final AtomicInteger pending = new AtomicInteger();

    private final Map<Signal, Object> before = new LinkedHashMap<>();

    private Signals() {}

    /// Takes over those signals.
    ///
    /// `UNSUPPORTED` if the JVM does not give one of them away (with `-Xrs`), and then none is taken.
    public static Signals of(Signal... signals) throws NetException {
        Objects.requireNonNull(signals, "signals");
        for (Signal signal : signals) {
            Objects.requireNonNull(signal, "signals");
        }
        var taken = new Signals();
        for (Signal signal : signals) {
            try {
                taken.before.put(signal, SystemSignals.handle(signal.name(), () -> taken.raised(signal)));
            } catch (NetException e) {
                taken.close();
                throw e;
            }
        }
        return taken;
    }

    private void raised(Signal signal) {
        pending.getAndUpdate(all -> all | signal.bit());
        waiting.wakeOne();
    }

    /// Waits for the next signal; at once if one came already.
    ///
    /// `DEADLINE_EXCEEDED` at the scope's deadline, `CLOSED` when this is closed.
    ///
    /// @throws InterruptedException if the calling thread is interrupted; its flag is then cleared
    public Signal await() throws InterruptedException, NetException {
        for (; ; ) {
            WaitFailure.check(
                    waiting.await(handle, Scope.current().deadline(), () -> pending.get() != 0), "await signal");
            for (Signal signal : before.keySet()) {
                // Another waiter may take it meanwhile.
                if ((pending.getAndUpdate(all -> all & ~signal.bit()) & signal.bit()) != 0) {
                    return signal;
                }
            }
        }
    }

    /// Gives the signals back to whoever handled them before, and ends the waits with `CLOSED`.
    @Override
    public void close() {
        if (handle.close()) {
            before.forEach((signal, handler) -> SystemSignals.restore(signal.name(), handler));
            waiting.close();
        }
    }
}
