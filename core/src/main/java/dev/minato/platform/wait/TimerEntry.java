package dev.minato.platform.wait;

/// An entry of a timer: something that is due at a deadline, such as the timeout of a [Waiter] or a
/// [DeadlineInterrupt].
///
/// Its owner sets the deadline, which may change at any time; the thread of the timer calls [#expire].
public abstract class TimerEntry extends Inbox.Node {
    /// The deadline of an entry that is never used again.
    static final long FORGOTTEN = Long.MIN_VALUE;

    volatile long deadline = Deadline.NEVER;

    // When the timer thread is going to look at this entry, and its place in the heap. Written by that thread
    // only.
    volatile long timerAt = Deadline.NEVER;
    int timerIndex = -1;

    /// An entry that is in no timer, and never due.
    TimerEntry() {}

    /// When it is due; [Deadline#NEVER] for never.
    public final long deadline() {
        return deadline;
    }

    /// Does what is to be done at the deadline if that is not after `now`; for the platform's timer.
    ///
    /// @return when to look again, or [Deadline#NEVER] if there is nothing to look for
    public abstract long expire(long now);

    /// Tells the timer to let go of it; it must not be used again.
    final void forget() {
        deadline = FORGOTTEN;
    }
}
