package dev.minato.platform.linux;

/// The datagrams that a socket has sent since it last waited.
///
/// Of a socket that is registered with epoll, the kernel tells epoll within each send that there is room again
/// (`sock_wfree`), whether anybody asked for that or not: 4 % of an echo. So one that is too busy to wait leaves
/// epoll until its next wait. That costs two `epoll_ctl` in [#MAX_STREAK] sends at most.
final class SendStreak {
    private static final int MAX_STREAK = 32;

    private final PollerRegistration registration;

    /// Several threads may miscount it: the registration then ends later, or earlier.
    private long sent;

    SendStreak(PollerRegistration registration) {
        this.registration = registration;
    }

    /// Takes note of datagrams that were sent; of a failure, which is negative, not.
    void note(long datagrams) {
        sent += Math.max(0, datagrams);
        if (sent >= MAX_STREAK) {
            sent = 0;
            registration.pause();
        }
    }

    /// A wait begins.
    void end() {
        sent = 0;
    }
}
