package dev.minato.server;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import java.util.Optional;
import java.util.OptionalInt;

/// What decides by a client's address whether it is served: the access list and the bound on connections of one
/// address, and who is a proxy that tells that address first.
final class Admission {
    private final TrustedProxies proxies;
    private final AddressLimit addresses;
    private volatile AccessList access;

    /// @param maxPerAddress how many connections an address may have; empty for any number
    Admission(TrustedProxies proxies, AccessList access, OptionalInt maxPerAddress) {
        this.proxies = proxies;
        this.access = access;
        this.addresses = new AddressLimit(maxPerAddress);
    }

    /// Exchanges the list, for those that come from now on.
    void setAccess(AccessList list) {
        access = list;
    }

    /// Whether the connection begins with a PROXY header.
    boolean isProxied(Accepted accepted) {
        Optional<IpAddr> peer = accepted.peerAddress().map(SocketAddr::ip);
        return peer.map(proxies::contains).orElse(proxies.containsUnix());
    }

    /// Counts one more connection of a client, unless it is refused: then it returns why. A client without an
    /// address is not refused.
    Optional<RefusalReason> admit(Optional<SocketAddr> client) {
        if (client.isPresent() && !access.allows(client.get().ip())) {
            return Optional.of(RefusalReason.DENIED);
        }
        return addresses.tryAcquire(client) ? Optional.empty() : Optional.of(RefusalReason.TOO_MANY_FROM_ADDRESS);
    }

    /// Counts one connection less of a client that was admitted.
    void release(Optional<SocketAddr> client) {
        addresses.release(client);
    }
}
