package dev.minato.platform.linux.loop;

/// The receiver of the events of one registration with a [Poller].
public interface EventReceiver {
    /// Called by the poller with the slot of the registration, and the generation that tells it from an earlier
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
