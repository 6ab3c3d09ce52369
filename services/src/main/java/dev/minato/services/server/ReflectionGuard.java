package dev.minato.services.server;

import dev.minato.address.SocketAddr;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The guard against reflection: no answer to a datagram that may come from another service, so that two
/// services never answer each other for ever.
///
/// A datagram's sender can be forged. One sent to `echo` in the name of `reverse` would bounce between them
/// without end; so would one in the name of another machine's `chargen` (RFC 864), whose port is below 1024
/// as those of all the old services are.
public final class ReflectionGuard {
    private static final int FIRST_UNPRIVILEGED = 1024;

    private final List<SocketAddr> bound = new CopyOnWriteArrayList<>();

    /// A guard that knows no service yet.
    public ReflectionGuard() {}

    /// Adds an address that a UDP service of this server is bound to.
    public void add(SocketAddr address) {
        bound.add(address);
    }

    /// Returns whether a datagram of that sender may be answered.
    boolean mayAnswer(SocketAddr sender) {
        return sender.port() >= FIRST_UNPRIVILEGED && !isOwn(sender);
    }

    private boolean isOwn(SocketAddr sender) {
        // By index: an iterator would be allocated for each datagram.
        for (int i = 0; i < bound.size(); i++) {
            SocketAddr own = bound.get(i);
            if (own.port() == sender.port() && isSameHost(own, sender)) {
                return true;
            }
        }
        return false;
    }

    /// A service bound to the wildcard address may send from any address of the machine.
    private static boolean isSameHost(SocketAddr own, SocketAddr sender) {
        return own.ip().isUnspecified()
                || own.ip().toCanonical().equals(sender.ip().toCanonical());
    }
}
