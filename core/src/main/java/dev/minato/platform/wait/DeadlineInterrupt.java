package dev.minato.platform.wait;

import dev.minato.atomic.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/// The interrupt of one thread when a deadline passes that it has entered, so that Java's own waits end, too.
///
/// ```
///            fire: CAS                   the interrupt was delivered
///   IN ───────────────────▶ FIRING ──────────────────────────────────▶ FIRED
///    │                                                                   │ leave: the flag is settled
///    └─ leave: CAS ──────────────────────▶ LEFT ◀────────────────────────┘
/// ```
///
/// Firing and leaving are settled by one compare-and-set. Who leaves while it is FIRING waits until the
/// interrupt was delivered: none comes later, to code that runs after the deadline's.
///
/// On leaving one that has FIRED, the thread's flag is cleared, and set again if the thread was cancelled
/// since it entered, if the flag was set before the interrupt, or if an outer deadline of the thread has
/// fired as well. So an interrupt from outside between firing and leaving is absorbed; it cannot be told from
/// this one.
///
/// Entered and left by one thread, fired by any.
public final class DeadlineInterrupt extends TimerEntry {
    private static final System.Logger LOGGER = System.getLogger(DeadlineInterrupt.class.getName());
    private static final VarHandle STATE = VarHandles.ofField(MethodHandles.lookup(), "state", State.class);

    private enum State {
        IN,
        FIRING,
        FIRED,
        LEFT
    }

    private final Parker parker;
    private final InterruptRecord record;
    private final WaitQueue leaving;
    private final Handle handle = new Handle();
    private volatile State state = State.IN;

    private DeadlineInterrupt(Parker parker, long deadline, InterruptRecord record) {
        this.parker = parker;
        this.record = record;
        this.leaving = new WaitQueue(parker);
        this.deadline = deadline;
    }

    /// Enters a deadline: from when it passes until [#leave], the calling thread was interrupted. If it has
    /// passed already, the thread is interrupted at once.
    public static DeadlineInterrupt enter(Parker parker, long deadline) {
        return new DeadlineInterrupt(parker, deadline, new InterruptRecord()).schedule();
    }

    /// As [#enter], within this one, which belongs to the calling thread.
    public DeadlineInterrupt enterInner(Parker parker, long deadline) {
        return new DeadlineInterrupt(parker, deadline, record).schedule();
    }

    private DeadlineInterrupt schedule() {
        try {
            if (expire(parker.now()) != Deadline.NEVER) {
                parker.schedule(this);
            }
            return this;
        } catch (Throwable noThread) {
            leave(() -> false);
            throw noThread;
        }
    }

    /// Whether it is the calling thread that has entered.
    @SuppressWarnings("ReferenceEquality") // threads have no equality of their own
    public boolean isOfCurrentThread() {
        return record.thread() == Thread.currentThread();
    }

    /// Interrupts the thread if the deadline is not after `now` and the thread is still in.
    @Override
    public long expire(long now) {
        if (deadline > now) {
            return state == State.IN ? deadline : Deadline.NEVER;
        }
        if (STATE.compareAndSet(this, State.IN, State.FIRING)) {
            fire();
        }
        return Deadline.NEVER;
    }

    private void fire() {
        record.fire();
        try {
            record.thread().interrupt();
        } catch (Throwable ofAChannel) {
            // The close of a channel that the thread waits in, which may be anybody's code.
            LOGGER.log(System.Logger.Level.WARNING, "a channel could not be closed at a deadline", ofAChannel);
        } finally {
            state = State.FIRED;
            leaving.wakeAll();
        }
    }

    /// Sets the flag of the calling thread, which is in, if it was interrupted already: an exception that
    /// told of that has cleared it.
    public void interruptAgain() {
        if (state == State.FIRED) {
            record.thread().interrupt();
        }
    }

    /// Leaves: from here on no interrupt comes from the deadline, and the flag is as it would be without it.
    ///
    /// @param cancelled whether the thread was cancelled since it entered; asked only of one that has fired
    public void leave(BooleanSupplier cancelled) {
        if (STATE.compareAndSet(this, State.IN, State.LEFT)) {
            parker.forget(this);
            return;
        }
        record.holdingTheFlag(() -> leaving.awaitUninterruptibly(handle, () -> state == State.FIRED));
        record.leave(cancelled);
        state = State.LEFT;
    }
}
