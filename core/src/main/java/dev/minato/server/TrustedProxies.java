package dev.minato.server;

import dev.minato.address.IpAddr;
import dev.minato.address.IpNetwork;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/// The peers whose connections begin with a PROXY header, by their own addresses.
///
/// Anybody can write a header, with any address in it: trust only what no client can connect from. Immutable, and
/// safe to share between threads.
public final class TrustedProxies {
    /// Nobody.
    public static final TrustedProxies NONE = new TrustedProxies(List.of(), false);

    private final List<IpNetwork> networks;
    private final boolean unix;

    private TrustedProxies(List<IpNetwork> networks, boolean unix) {
        this.networks = networks;
        this.unix = unix;
    }

    /// Those in these networks.
    public static TrustedProxies of(Collection<IpNetwork> networks) {
        return new TrustedProxies(List.copyOf(Objects.requireNonNull(networks, "networks")), false);
    }

    /// Those in these networks.
    public static TrustedProxies of(IpNetwork... networks) {
        return of(List.of(Objects.requireNonNull(networks, "networks")));
    }

    /// These and everybody who connects over a Unix socket.
    public TrustedProxies andUnix() {
        return new TrustedProxies(networks, true);
    }

    /// Whether a peer of that address is one, in its canonical form.
    public boolean contains(IpAddr address) {
        Objects.requireNonNull(address, "address");
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /// Whether everybody is who connects over a Unix socket.
    public boolean containsUnix() {
        return unix;
    }

    /// Whether nobody is.
    public boolean isEmpty() {
        return networks.isEmpty() && !unix;
    }

    /// `[10.0.0.0/8], unix`
    @Override
    public String toString() {
        return networks + (unix ? ", unix" : "");
    }
}
