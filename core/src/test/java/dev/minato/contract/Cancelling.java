package dev.minato.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.Threads;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/// Makes calls that are cancelled at moments drawn from a seed: by a deadline that passes, or by an interrupt.
final class Cancelling implements AutoCloseable {
    /// About as long as a wait that is woken at once.
    private static final int MICROSECONDS = 120;

    private final Lots lots;
    private final Thread canceller;
    private final Map<ErrorKind, Integer> cancelled = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private Thread target = Thread.currentThread();
    private boolean interrupting;

    /// @param seed what the moments are drawn from
    Cancelling(long seed) {
        this.lots = new Lots(seed);
        this.canceller = Thread.ofPlatform().daemon().start(() -> interruptAgainAndAgain(new Lots(seed + 1)));
    }

    private void interruptAgainAndAgain(Lots own) {
        while (!closed) {
            own.spin(2 * MICROSECONDS);
            synchronized (this) {
                if (interrupting) {
                    target.interrupt();
                }
            }
            Thread.yield();
        }
    }

    /// Makes the call on this thread until it is not cancelled. What it did before it was cancelled stays done.
    <T> T untilDone(Callable<T> call) throws Exception {
        for (; ; ) {
            try {
                return lots.either() ? beforeADeadline(call) : beforeAnInterrupt(call);
            } catch (NetException e) {
                assertThat(e.kind()).isIn(ErrorKind.DEADLINE_EXCEEDED, ErrorKind.INTERRUPTED);
                cancelled.merge(e.kind(), 1, Integer::sum);
            }
        }
    }

    /// As [#untilDone(Callable)], for a call without a result.
    void run(Threads.Body body) throws Exception {
        untilDone(() -> {
            body.run();
            return this;
        });
    }

    private <T> T beforeADeadline(Callable<T> call) throws Exception {
        return Tasks.withDeadline(lots.upTo(MICROSECONDS), call::call);
    }

    private <T> T beforeAnInterrupt(Callable<T> call) throws Exception {
        beInterrupted(true);
        try {
            return call.call();
        } finally {
            beInterrupted(false);
        }
    }

    /// Afterwards no interrupt is left over, and none comes.
    private synchronized void beInterrupted(boolean from) {
        target = Thread.currentThread();
        interrupting = from;
        if (!from) {
            Thread.interrupted();
        }
    }

    /// Waits until calls were cancelled in both ways; for a peer, before it gives what the calls wait for.
    void awaitBoth() throws Exception {
        Eventually.holds("cancelled in both ways", () -> cancelled.size() == 2);
    }

    @Override
    public void close() {
        closed = true;
    }
}
