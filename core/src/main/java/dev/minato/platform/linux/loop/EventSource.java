package dev.minato.platform.linux.loop;

/// What is registered with a [Poller] and told of its events.
public interface EventSource {
    /// The poller's note of where it keeps this source; the generation tells the registration from an earlier
    /// one in the same slot.
    void registered(int slot, int generation);

    /// The slot of the registration.
    int slot();

    /// The generation of the registration.
    int generation();

    /// Called at each event, on the thread that polls.
    ///
    /// @param mask the `EPOLL…` flags of the event
    void event(int mask);
}
