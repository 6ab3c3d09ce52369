package dev.minato.platform.wait;

import dev.minato.atomic.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The state of one wait of one thread; reused for its next waits.
///
/// ```
///             begin()               wake()      ──▶ WOKEN
///    IDLE ──────────────▶ WAITING ──close()     ──▶ CLOSED
///    │ ▲                     ▲      expire()    ──▶ TIMED_OUT     one compare-and-set each:
///    │ │                     │      (interrupt) ──▶ INTERRUPTED   exactly one of them wins
///    │ └───────────────────── end() ◀──────────────────┘
///    │                       │
///    │ by another thread, or │ for another owner
///    └────▶ CLAIMED ─────────┘
///    └────▶ RETIRED           never used again
/// ```
///
/// Thread and owner stay when a wait ends. For the same thread and owner the next one begins with one
/// compare-and-set; any other writes them in between, while it is CLAIMED. That is not waiting yet: whoever
/// wakes then finds nobody, and the claimer looks at its condition afterwards.
///
/// The word holds the state and, above it, the number of the wait (against ABA), so that a timer that looked at
/// an earlier wait cannot end a later one. A late [#wake] may: that is a spurious wakeup, after which every
/// caller tries again.
///
/// [WaitQueue] hands waiters out; `begin`, `park` and `end` are called by the waiting thread, everything else
/// by any.
@SuppressWarnings("ReferenceEquality") // the same thread, the same owner
public final class Waiter extends TimerEntry {
    private static final VarHandle WORD = VarHandles.ofField(MethodHandles.lookup(), "word", long.class);

    private static final int IDLE = 0;
    private static final int WAITING = 1;
    private static final int WOKEN = 2;
    private static final int CLOSED = 3;
    private static final int TIMED_OUT = 4;
    private static final int INTERRUPTED = 5;
    private static final int CLAIMED = 6;
    private static final int RETIRED = 7;
    private static final int STATE_BITS = 3;
    private static final long STATE_MASK = (1 << STATE_BITS) - 1;

    private final Parker parker;
    private volatile long word;

    // Written while it is CLAIMED, or before anybody sees it; read after the word.
    private @Nullable Thread thread;
    private @Nullable Handle owner;

    // Links belong to the WaiterList and are guarded by its lock. A waiter that is not in it is its own next.
    @Nullable
    Waiter previous;

    @Nullable
    Waiter next = this;

    Waiter(Parker parker) {
        this.parker = parker;
    }

    /// The thread that waits; stale after `end()`.
    public @Nullable Thread thread() {
        return thread;
    }

    /// Whether a wait is in progress that nothing has ended yet.
    boolean isWaiting() {
        return state(word) == WAITING;
    }

    /// Whether its wait is, or was, on behalf of that handle.
    boolean isOf(Handle handle) {
        return owner == handle;
    }

    /// Begins a wait of the calling thread; only for a waiter that nobody else can see begin.
    void begin(Handle by) {
        thread = Thread.currentThread();
        owner = by;
        word = following(word) | WAITING;
    }

    /// Begins a wait of the calling thread; false if one is in progress, or begins.
    boolean tryBegin(Handle by) {
        long seen = word;
        if (state(seen) != IDLE) {
            return false;
        }
        long following = following(seen);
        if (thread == Thread.currentThread() && owner == by) {
            return WORD.compareAndSet(this, seen, following | WAITING);
        }
        if (!WORD.compareAndSet(this, seen, following | CLAIMED)) {
            return false;
        }
        thread = Thread.currentThread();
        owner = by;
        // No mere release: the look at the condition must not overtake it, and a stress test would hardly tell.
        word = following | WAITING;
        return true;
    }

    /// Ends all use of an idle one; false for one that is in use.
    boolean retire() {
        long seen = word;
        return state(seen) == IDLE && settle(seen, RETIRED);
    }

    private static long following(long word) {
        return ((word >>> STATE_BITS) + 1) << STATE_BITS;
    }

    /// Blocks the calling thread until the wait ends; returns how it ended.
    Outcome park(long until) {
        if (until != Deadline.NEVER) {
            deadline = until;
        }
        for (; ; ) {
            long seen = word;
            if (state(seen) != WAITING) {
                return outcome(state(seen));
            }
            boolean interrupted = Thread.currentThread().isInterrupted();
            if (until != Deadline.NEVER && until <= parker.now()) {
                // Also of an interrupted thread: where the deadline of a scope interrupts, it is the reason.
                settle(seen, TIMED_OUT);
            } else if (interrupted) {
                settle(seen, INTERRUPTED);
            } else {
                parker.park(this);
            }
        }
    }

    private static Outcome outcome(int state) {
        return switch (state) {
            case WOKEN -> Outcome.WOKEN;
            case CLOSED -> Outcome.CLOSED;
            case TIMED_OUT -> Outcome.TIMED_OUT;
            case INTERRUPTED -> Outcome.INTERRUPTED;
            default -> throw new AssertionError("park without begin");
        };
    }

    /// As [#park] without a deadline, but an interrupt does not end it: the flag is set again afterwards.
    Outcome parkUninterruptibly() {
        boolean interrupted = false;
        while (isWaiting()) {
            interrupted |= Thread.interrupted();
            parker.park(this);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return park(Deadline.NEVER);
    }

    /// Ends the use for this wait; true if the wait had ended by a wake. Any other end is too late from here
    /// on.
    boolean end() {
        boolean timed = deadline != Deadline.NEVER;
        if (timed) {
            deadline = Deadline.NEVER;
        }
        long seen = word;
        while (state(seen) == WAITING) {
            if (settle(seen, IDLE)) {
                return false;
            }
            seen = word;
        }
        // Only its own thread changes it from here on.
        if (timed) {
            // Who closes the queue retires it, or is seen by who leaves: no timer is left behind.
            word = seen & ~STATE_MASK;
        } else {
            WORD.setRelease(this, seen & ~STATE_MASK);
        }
        return state(seen) == WOKEN;
    }

    /// Ends the wait in progress; true if this call did, false if there is none or something else ended it.
    boolean wake() {
        if (!finish(WOKEN)) {
            return false;
        }
        parker.unpark(this);
        return true;
    }

    /// As [#wake], because what it waited through is closed; the caller unparks. Only by the waiting thread, or
    /// with the lock of the list held and while it is in there: otherwise it may belong to the wait of somebody
    /// else by now.
    boolean close() {
        return finish(CLOSED);
    }

    /// As [#close], by any thread, if the wait in progress is one of `of`, or `of` is null.
    boolean close(@Nullable Handle of) {
        long seen = word;
        return state(seen) == WAITING && (of == null || owner == of) && settle(seen, CLOSED);
    }

    /// Ends the wait if its deadline is not after `now`.
    ///
    /// @return the deadline of the wait that goes on, or [Deadline#NEVER] if there is nothing to look for
    @Override
    public long expire(long now) {
        long seen = word;
        long until = deadline;
        if (state(seen) != WAITING || until > now) {
            return state(seen) == WAITING ? until : Deadline.NEVER;
        }
        if (settle(seen, TIMED_OUT)) {
            parker.unpark(this);
        }
        return Deadline.NEVER;
    }

    private boolean finish(int state) {
        long seen = word;
        return state(seen) == WAITING && settle(seen, state);
    }

    private boolean settle(long seen, int state) {
        return WORD.compareAndSet(this, seen, (seen & ~STATE_MASK) | state);
    }

    private static int state(long word) {
        return (int) (word & STATE_MASK);
    }
}
