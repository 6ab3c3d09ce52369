package dev.minato.platform.wait;

import dev.minato.atomic.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A queue of threads that wait for one event, FIFO.
///
/// Each direction of a socket has one, and so has everything else that is waited for: the end of a task, a
/// permit, a pause. [#await] is the whole protocol of a wait, by which no wakeup is lost:
///
/// ```
///  a waiting thread                        whoever makes the condition hold
///  ----------------                        --------------------------------
///  join the queue                          make it hold
///  condition holds?  yes: WOKEN            wake the first waiter, or all
///        no: park until woken, CLOSED,
///            TIMED_OUT or INTERRUPTED
///  TIMED_OUT, and it holds now?  WOKEN
///  leave; pass an unused wakeup on
/// ```
///
/// Whichever of the two looks second sees what the other did: joining is a compare-and-set on the waiter's word
/// or has a full fence, and so has waking.
///
/// Most queues have one waiter at a time, mostly the same thread. That one is the *resident*: it stays in the
/// queue and is used again, so a wait costs one compare-and-set, and its wakeup another. Who comes while it is in
/// use, or while others are behind it, goes into a list:
///
/// ```
///  resident ──▶ list          the resident, if it waits, has waited longest
/// ```
///
/// Who saw the list empty a moment ago may still become the resident, ahead of one who joined the list just now:
/// that overtakes once, and loses no wakeup, since both are looked at. Safe for use by any number of threads.
@SuppressWarnings("ReferenceEquality") // a waiter is the resident or not
public final class WaitQueue {
    private static final VarHandle RESIDENT = VarHandles.ofField(MethodHandles.lookup(), "resident", Waiter.class);
    private static final VarHandle OTHERS = VarHandles.ofField(MethodHandles.lookup(), "others", WaiterList.class);

    private final Parker parker;
    private volatile @Nullable Waiter resident;

    /// Made when it is first needed.
    private volatile @Nullable WaiterList others;

    private volatile boolean closed;

    /// An empty queue of threads that stop as `parker` says.
    public WaitQueue(Parker parker) {
        this.parker = parker;
    }

    /// Returns the time of the clock that deadlines refer to, in nanoseconds.
    public long now() {
        return parker.now();
    }

    /// Blocks on behalf of `owner` until there is a wakeup or the condition holds, the deadline passes, the
    /// thread is interrupted, or the owner or the queue is closed.
    ///
    /// A condition that holds wins over a deadline that has passed: a thread that was not run for a long time
    /// finds what came meanwhile.
    public Outcome await(Handle owner, long deadline, WaitCondition condition) {
        Waiter waiter = join(owner);
        boolean used = false;
        try {
            Outcome outcome = condition.holds() && waiter.isWaiting() ? Outcome.WOKEN : waiter.park(deadline);
            if (outcome == Outcome.TIMED_OUT && condition.holds()) {
                outcome = Outcome.WOKEN;
            }
            used = outcome == Outcome.WOKEN;
            return outcome;
        } finally {
            leave(waiter, used);
        }
    }

    /// Blocks until the condition holds, ignoring interrupts: the flag is set again afterwards. Whoever makes
    /// it hold calls [#wakeAll]; neither `owner` nor the queue may be closed.
    public void awaitUninterruptibly(Handle owner, WaitCondition condition) {
        while (!condition.holds()) {
            Waiter waiter = join(owner);
            try {
                if (!condition.holds()) {
                    waiter.parkUninterruptibly();
                }
            } finally {
                leave(waiter, true);
            }
        }
    }

    /// As [#awaitUninterruptibly(Handle, WaitCondition)], but not beyond the deadline.
    public void awaitUninterruptibly(Handle owner, long deadline, WaitCondition condition) {
        boolean interrupted = false;
        for (Outcome outcome = Outcome.WOKEN; outcome != Outcome.TIMED_OUT && !condition.holds(); ) {
            outcome = await(owner, deadline, condition);
            interrupted |= outcome == Outcome.INTERRUPTED && Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Puts the calling thread at the end of the queue, on behalf of `owner`.
    ///
    /// In a closed queue, or for a closed owner, the wait is over before it begins: [Waiter#park] says CLOSED.
    Waiter join(Handle owner) {
        Waiter first = resident;
        if (first == null || !othersAreNone() || !first.tryBegin(owner)) {
            return joinBehind(owner);
        }
        if (closed || owner.isClosed()) {
            first.close();
        }
        return first;
    }

    private Waiter joinBehind(Handle owner) {
        Waiter waiter = waiterFor(owner);
        boolean listed = !isResident(waiter);
        if (listed) {
            others().add(waiter);
        }
        if (closed || owner.isClosed()) {
            if (listed) {
                others().remove(waiter);
            }
            waiter.close();
        }
        return waiter;
    }

    /// A waiter that has begun: the one that the list has kept, or a new one, which becomes the resident if there
    /// is none.
    private Waiter waiterFor(Handle owner) {
        WaiterList behind = others;
        Waiter kept = behind == null ? null : behind.takeSpare();
        Waiter waiter = kept == null ? new Waiter(parker) : kept;
        waiter.begin(owner);
        if (kept == null && resident == null && othersAreNone()) {
            RESIDENT.compareAndSet(this, (Waiter) null, waiter);
        }
        return waiter;
    }

    private boolean isResident(Waiter waiter) {
        return waiter == resident;
    }

    private boolean othersAreNone() {
        WaiterList behind = others;
        return behind == null || behind.isEmpty();
    }

    private WaiterList others() {
        WaiterList known = others;
        return known == null ? firstOthers() : known;
    }

    private WaiterList firstOthers() {
        var mine = new WaiterList();
        WaiterList first = (WaiterList) OTHERS.compareAndExchange(this, (WaiterList) null, mine);
        return first == null ? mine : first;
    }

    /// Takes the calling thread's waiter out. If it was woken and `used` is false, the next one is woken
    /// instead.
    void leave(Waiter waiter, boolean used) {
        boolean woken;
        if (isResident(waiter)) {
            woken = waiter.end();
            if (closed) {
                trimResident();
            }
        } else {
            woken = leaveList(waiter);
        }
        if (woken && !used) {
            wakeOne();
        }
    }

    private boolean leaveList(Waiter waiter) {
        WaiterList behind = others();
        behind.remove(waiter);
        boolean woken = waiter.end();
        if (closed || !behind.keep(waiter)) {
            parker.forget(waiter);
        }
        return woken;
    }

    /// Wakes the thread that has waited longest; false if none waits.
    public boolean wakeOne() {
        return wakeResident() || wakeListed();
    }

    /// The full fence is between what the caller has done, so that the condition holds, and a look that finds
    /// nobody.
    private boolean wakeResident() {
        Waiter first = resident;
        if (first != null && first.wake()) {
            return true;
        }
        VarHandle.fullFence();
        first = resident;
        return first != null && first.wake();
    }

    private boolean wakeListed() {
        WaiterList behind = others;
        while (behind != null && !behind.isEmpty()) {
            Waiter first = behind.takeFirst();
            if (first != null && first.wake()) {
                return true;
            }
        }
        return false;
    }

    /// Wakes all that wait now; who joins meanwhile, such as one of them who waits again, may be left waiting.
    public void wakeAll() {
        VarHandle.fullFence();
        WaiterList behind = others;
        int left = behind == null ? 0 : behind.size();
        boolean _ = wakeResident();
        // Not by wakeOne: who becomes the resident meanwhile would take the wakeup of one in the list.
        while (left > 0 && wakeListed()) {
            left--;
        }
    }

    /// Ends with CLOSED the waits that came through `owner`, which the caller has closed.
    public void close(Handle owner) {
        closeAll(owner);
    }

    /// Ends all waits, now and from now on, with CLOSED.
    public void close() {
        closed = true;
        trim();
        closeAll(null);
    }

    private void closeAll(@Nullable Handle owner) {
        Waiter first = resident;
        if (first != null && first.close(owner)) {
            parker.unpark(first);
        }
        WaiterList behind = others;
        if (behind != null) {
            for (Waiter ended = behind.closeFirst(owner); ended != null; ended = behind.closeFirst(owner)) {
                parker.unpark(ended);
            }
        }
    }

    /// Lets go of the waiters that are kept for the next wait, when there will probably be none.
    public void trim() {
        trimResident();
        WaiterList behind = others;
        Waiter kept = behind == null ? null : behind.takeSpare();
        if (kept != null) {
            parker.forget(kept);
        }
    }

    private void trimResident() {
        Waiter first = resident;
        if (first != null && first.retire()) {
            resident = null;
            parker.forget(first);
        }
    }

    /// Whether nobody waits.
    public boolean isEmpty() {
        Waiter first = resident;
        return (first == null || !first.isWaiting()) && othersAreNone();
    }
}
