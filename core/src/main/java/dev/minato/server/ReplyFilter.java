package dev.minato.server;

import dev.minato.address.SocketAddr;
import java.util.Optional;

/// What decides whether a reply may be sent: the guard against reflection, and the bound of the peer. For
/// all threads.
final class ReplyFilter {
    private final String service;
    private final Optional<ReflectionGuard> guard;
    private final Optional<ResponseRateLimiter> limiter;
    private final UdpCounters counters;

    ReplyFilter(
            String service,
            Optional<ReflectionGuard> guard,
            Optional<ResponseRateLimiter> limiter,
            UdpCounters counters) {
        this.service = service;
        this.guard = guard;
        this.limiter = limiter;
        this.counters = counters;
    }

    /// Returns whether a reply may go there now; counts it as dropped if not.
    boolean allows(SocketAddr peer) {
        if (guard.isPresent() && !guard.get().allows(peer)) {
            counters.dropped(service, DropReason.REFLECTION);
            return false;
        }
        if (limiter.isPresent() && !limiter.get().allows(peer)) {
            counters.dropped(service, DropReason.RATE_LIMITED);
            return false;
        }
        return true;
    }
}
