package dev.minato.platform.linux.loop;

import dev.minato.platform.Placement;
import dev.minato.platform.wait.Yield;

/// The threads that run the pollers, and the place where tasks run: the difference between shared and local.
public interface Scheduling extends Yield {
    /// `shared` or `local`.
    String name();

    /// Starts a task on a virtual thread.
    Thread start(Runnable body, Placement placement);

    /// The poller for a socket that the calling thread is about to wait for.
    Poller poller();

    /// Has each event loop run `beat` once when it next comes round, and wakes those that sleep; returns how many
    /// there are. `beat` neither blocks nor throws.
    int heartbeat(Runnable beat);

    /// As [dev.minato.platform.Platform#stalls].
    long stalls();
}
