package dev.minato.platform.linux.loop;

/// The receiver of the events of one registration with a [Poller].
public abstract class EventReceiver {
    /// Where the poller keeps it, and what tells the registration from an earlier one in the same slot. Written by
    /// the poller when it registers.
    volatile int slot;

    volatile int generation;

    /// Called at each event, on the thread that polls.
    ///
    /// @param mask the `EPOLL…` flags of the event
    protected abstract void event(int mask);
}
