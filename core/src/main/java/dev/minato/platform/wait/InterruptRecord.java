package dev.minato.platform.wait;

import dev.minato.atomic.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/// What is known of the interrupt flag of one thread that has entered deadlines: how many of them have fired
/// and were not left yet, and whether the flag was set before the first of these.
///
/// ```
///  word:   version | fired | pending
///
///  whoever fires                              the thread, which leaves a deadline that has fired
///  -------------                              --------------------------------------------------
///  fired = 0?  pending = the thread's flag,   hold the flag; wait for the interrupt; clear the flag
///              or the one that it holds
///  fired + 1, unless the word has changed     pending, or cancelled?  set it again
///  interrupt                                  fired - 1;  not 0?  set it again
/// ```
///
/// `pending` is of use only while something has fired, and changes only with the first. The version is there
/// so that a flag that was read while a deadline that had fired was left meanwhile is read again.
final class InterruptRecord {
    private static final VarHandle WORD = VarHandles.ofField(MethodHandles.lookup(), "word", long.class);

    private static final long PENDING = 1;
    private static final long ONE_FIRED = 1L << 1;
    private static final long FIRED = (1L << 20) - ONE_FIRED;
    private static final long ONE_VERSION = 1L << 20;

    private final Thread thread;
    private volatile long word;

    /// The flag as it was before the thread began to wait for an interrupt to be delivered, which clears it
    /// meanwhile.
    private volatile boolean held;

    /// The record of the calling thread.
    InterruptRecord() {
        this.thread = Thread.currentThread();
    }

    Thread thread() {
        return thread;
    }

    /// Counts a deadline that has fired; before its interrupt.
    void fire() {
        long seen;
        long next;
        do {
            seen = word;
            next = seen + ONE_VERSION + ONE_FIRED;
            if ((seen & FIRED) == 0) {
                // In this order: the flag is held before it is cleared.
                next = (next & ~PENDING) | (thread.isInterrupted() || held ? PENDING : 0);
            }
        } while (!WORD.compareAndSet(this, seen, next));
    }

    /// Runs a wait that clears the flag and sets it again, so that [#fire] sees it all the same. By the thread
    /// itself.
    void holdingTheFlag(Runnable wait) {
        held = thread.isInterrupted();
        wait.run();
        held = false;
    }

    /// Leaves a deadline that has fired, after its interrupt: the flag is as it would be without that. By the
    /// thread itself.
    ///
    /// @param cancelled whether the thread was cancelled since it entered; asked once the flag is cleared
    void leave(BooleanSupplier cancelled) {
        boolean _ = Thread.interrupted();
        boolean pending = (word & PENDING) != 0;
        if (pending || cancelled.getAsBoolean()) {
            thread.interrupt();
        }
        long left = (long) WORD.getAndAdd(this, ONE_VERSION - ONE_FIRED) & FIRED;
        if (left != ONE_FIRED) {
            thread.interrupt();
        }
    }
}
