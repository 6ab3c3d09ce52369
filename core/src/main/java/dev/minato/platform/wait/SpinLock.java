package dev.minato.platform.wait;

import dev.minato.atomic.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The lock of a structure that tasks share with threads that others depend on: an event loop, a poller, the
/// timer.
///
/// A monitor will not do there. A virtual thread that blocks on one unmounts, and a monitor's exit wakes one
/// heir: when that is a task of a loop whose own thread stands behind it, nobody ever runs. This lock has no
/// heirs, and its holder is always on a processor or about to be:
///
/// - the holder must neither park, allocate, load a class nor call out, and is done in some ten instructions;
/// - so it cannot unmount, and whoever spins for it does not keep it from its carrier. A holder that the kernel
///   has preempted is given the processor after a while.
///
/// The structure extends it: a lock is one field, and there are two in each socket.
public abstract class SpinLock {
    private static final int SPINS_BEFORE_YIELD = 64;
    private static final VarHandle HELD = VarHandles.ofField(MethodHandles.lookup(), "held", int.class);

    private volatile int held;

    /// A lock that nobody holds.
    protected SpinLock() {}

    /// Takes the lock; not reentrant. Release it in a `finally`.
    protected final void acquire() {
        if (!HELD.compareAndSet(this, 0, 1)) {
            spin();
        }
    }

    /// The holder may be preempted, but never needs the carrier of the caller. A virtual thread does not yield: it
    /// may hold a monitor, which others of its carrier may want.
    @SuppressWarnings("ThreadPriorityCheck")
    private void spin() {
        boolean mayYield = !Thread.currentThread().isVirtual();
        for (int spins = 1; held != 0 || !HELD.compareAndSet(this, 0, 1); spins++) {
            if (mayYield && spins % SPINS_BEFORE_YIELD == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /// Gives the lock back.
    protected final void release() {
        HELD.setRelease(this, 0);
    }
}
