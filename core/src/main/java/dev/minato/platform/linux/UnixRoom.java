package dev.minato.platform.linux;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.pace.Backoff;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;

/// The wait for room in the receive queue of a Unix socket that is not the peer.
///
/// The kernel does not report when there is room again, and calls the sender writable meanwhile, again at
/// each try (`unix_dgram_poll`). So the caller is to try again after a pause of 1 ms, doubling to 64 ms.
final class UnixRoom {
    private static final long FIRST_PAUSE = 1_000_000;
    private static final long MAX_PAUSE = 64_000_000;

    private final SocketFd fd;
    private final boolean isUnix;

    /// Consecutive sends that had no room. Several threads may miscount it, which makes a pause shorter or
    /// longer.
    private volatile int refusals;

    UnixRoom(SocketFd fd) {
        this.fd = fd;
        this.isUnix = fd.isUnix();
    }

    /// Takes note of a send to an address; no-op for an internet socket.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void note(boolean isRefused) {
        if (isUnix) {
            refusals = isRefused ? refusals + 1 : 0;
        }
    }

    /// Whether the last send to an address had no room.
    boolean isLacking() {
        return refusals > 0;
    }

    /// Waits for as long as the pause is, at most until the deadline.
    Outcome await(Handle handle, long deadline) throws NetException {
        var parker = fd.resources().parker();
        ReadinessState writable = fd.registration.writable;
        long soon = Deadline.after(parker.now(), Backoff.delay(FIRST_PAUSE, MAX_PAUSE, refusals));
        long until = Math.min(soon, deadline);
        Outcome outcome;
        do {
            writable.clearReadiness(writable.tick());
            outcome = fd.registration.await(Interest.WRITABLE, handle, until);
        } while (outcome == Outcome.WOKEN && parker.now() < until);
        boolean isOver = outcome == Outcome.WOKEN || outcome == Outcome.TIMED_OUT;
        return isOver ? (soon < deadline ? Outcome.WOKEN : Outcome.TIMED_OUT) : outcome;
    }
}
