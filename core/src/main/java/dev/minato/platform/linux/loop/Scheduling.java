package dev.minato.platform.linux.loop;

import dev.minato.platform.Placement;

/// Who runs the loops, and where tasks run: the one thing that the two ways of scheduling differ in.
public interface Scheduling {
    /// `shared` or `local`.
    String name();

    /// Starts a task on a virtual thread.
    Thread start(Runnable body, Placement placement);

    /// Lets others of the calling thread's carrier run, and those that sockets wake.
    void yieldCarrier();

    /// The loop for a socket that the calling thread is about to wait for.
    Poller poller();
}
