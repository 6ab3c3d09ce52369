package dev.minato.platform.linux.loop;

import dev.minato.platform.Placement;

/// The threads that run the pollers, and the place where tasks run: the difference between shared and local.
public interface Scheduling {
    /// `shared` or `local`.
    String name();

    /// Starts a task on a virtual thread.
    Thread start(Runnable body, Placement placement);

    /// Yields to others of the same carrier, and to those that sockets wake.
    void yieldCarrier();

    /// The poller for a socket that the calling thread is about to wait for.
    Poller poller();
}
