package dev.minato.services;

import dev.minato.address.SocketAddr;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Decides who gets no answer to a datagram, so that two services never answer each other for ever.
///
/// A datagram's sender can be forged. One sent to `echo` in the name of `reverse` would go to and fro between
/// them without end; so would one in the name of another machine's `chargen`, whose port is below 1024 as those
/// of all the old services are.
final class OwnAddresses {
    private static final int FIRST_UNPRIVILEGED = 1024;

    private final List<SocketAddr> bound = new CopyOnWriteArrayList<>();

    /// Adds an address that a UDP service is bound to.
    void add(SocketAddr address) {
        bound.add(address);
    }

    boolean mayAnswer(SocketAddr sender) {
        return sender.port() >= FIRST_UNPRIVILEGED && !isOwn(sender);
    }

    private boolean isOwn(SocketAddr sender) {
        for (int i = 0; i < bound.size(); i++) {
            SocketAddr own = bound.get(i);
            if (own.port() == sender.port() && isSameHost(own, sender)) {
                return true;
            }
        }
        return false;
    }

    /// A service that is bound to all addresses of the machine may send from any of them.
    private static boolean isSameHost(SocketAddr own, SocketAddr sender) {
        return own.ip().isUnspecified()
                || own.ip().toCanonical().equals(sender.ip().toCanonical());
    }
}
