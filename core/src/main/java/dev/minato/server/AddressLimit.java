package dev.minato.server;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The bound on the connections of one address, in its canonical form: `::ffff:192.0.2.1` is `192.0.2.1`.
///
/// It holds an entry for each address that has a connection, and none for others.
final class AddressLimit {
    private final int max;
    private final ConcurrentMap<IpAddr, Integer> counts = new ConcurrentHashMap<>();

    /// @param max how many connections an address may have; empty for any number
    AddressLimit(OptionalInt max) {
        this.max = max.orElse(Integer.MAX_VALUE);
    }

    /// Counts one more connection of the peer; false if it has as many as it may have. A peer without an address
    /// is not counted.
    boolean tryAcquire(Optional<SocketAddr> peer) {
        if (peer.isEmpty() || max == Integer.MAX_VALUE) {
            return true;
        }
        IpAddr address = peer.get().ip().toCanonical();
        for (; ; ) {
            Integer count = counts.putIfAbsent(address, 1);
            if (count == null) {
                return true;
            }
            if (count == max) {
                return false;
            }
            if (counts.replace(address, count, count + 1)) {
                return true;
            }
        }
    }

    /// Returns how many addresses have a connection.
    int addresses() {
        return counts.size();
    }

    /// Counts one connection less.
    void release(Optional<SocketAddr> peer) {
        if (peer.isPresent() && max != Integer.MAX_VALUE) {
            counts.computeIfPresent(peer.get().ip().toCanonical(), (_, count) -> count == 1 ? null : count - 1);
        }
    }
}
