package dev.minato.server;

import dev.minato.address.SocketAddr;
import java.util.List;

/// The guard against reflection: no reply to a datagram that may come from another service, so that two
/// services never answer each other for ever.
///
/// A datagram's sender can be forged. One sent to `echo` in the name of `reverse` would bounce between them
/// without end; so would one in the name of another machine's `chargen` (RFC 864), whose port is below 1024
/// as those of all the old services are.
final class ReflectionGuard {
    private static final int FIRST_UNPRIVILEGED = 1024;

    private final List<SocketAddr> own;

    /// @param own the addresses that the server is bound to
    ReflectionGuard(List<SocketAddr> own) {
        this.own = List.copyOf(own);
    }

    /// Returns whether a reply may go there.
    boolean allows(SocketAddr peer) {
        return peer.port() >= FIRST_UNPRIVILEGED && !isOwn(peer);
    }

    private boolean isOwn(SocketAddr peer) {
        // By index: an iterator would be allocated for each datagram.
        for (int i = 0; i < own.size(); i++) {
            SocketAddr bound = own.get(i);
            if (bound.port() == peer.port() && isSameHost(bound, peer)) {
                return true;
            }
        }
        return false;
    }

    /// A service bound to the wildcard address may send from any address of the machine.
    private static boolean isSameHost(SocketAddr bound, SocketAddr peer) {
        return bound.ip().isUnspecified()
                || bound.ip().toCanonical().equals(peer.ip().toCanonical());
    }
}
