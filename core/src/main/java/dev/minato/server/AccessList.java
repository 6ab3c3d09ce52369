package dev.minato.server;

import dev.minato.address.IpAddr;
import dev.minato.address.IpNetwork;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Networks of clients that may connect, and of those that may not.
///
/// Who is in a denied network is refused; so is, once a list of allowed networks was given, who is in none of them.
/// Addresses are compared in their canonical form. Immutable, and safe to share between threads.
public final class AccessList {
    /// A list that refuses nobody.
    public static final AccessList OPEN = new AccessList(Optional.empty(), new Networks(Set.of()));

    private final Optional<Networks> allowed;
    private final Networks denied;

    private AccessList(Optional<Networks> allowed, Networks denied) {
        this.allowed = allowed;
        this.denied = denied;
    }

    /// Returns this list with these allowed networks in place of those before; nobody else is allowed, so that none
    /// at all refuses everybody.
    public AccessList allow(Collection<IpNetwork> networks) {
        return new AccessList(Optional.of(Networks.of(networks)), denied);
    }

    /// Returns this list with these denied networks in place of those before.
    public AccessList deny(Collection<IpNetwork> networks) {
        return new AccessList(allowed, Networks.of(networks));
    }

    /// Whether a client of that address may connect.
    public boolean allows(IpAddr address) {
        Objects.requireNonNull(address, "address");
        return !denied.contain(address) && (allowed.isEmpty() || allowed.get().contain(address));
    }

    /// `allow [10.0.0.0/8], deny []`
    @Override
    public String toString() {
        return "allow " + allowed.map(Networks::toString).orElse("all") + ", deny " + denied;
    }

    /// A set of networks, in which an address is found by a look-up for each length of a prefix.
    private record Networks(Set<IpNetwork> all, Set<Integer> ofIpv4, Set<Integer> ofIpv6) {
        Networks(Set<IpNetwork> all) {
            this(all, prefixes(all, true), prefixes(all, false));
        }

        static Networks of(Collection<IpNetwork> networks) {
            return new Networks(Set.copyOf(new HashSet<>(Objects.requireNonNull(networks, "networks"))));
        }

        private static Set<Integer> prefixes(Set<IpNetwork> all, boolean ofIpv4) {
            var prefixes = new TreeSet<Integer>();
            for (IpNetwork network : all) {
                if (network.address().isIpv4() == ofIpv4) {
                    prefixes.add(network.prefix());
                }
            }
            return prefixes;
        }

        boolean contain(IpAddr address) {
            IpAddr canonical = address.toCanonical();
            for (int prefix : canonical.isIpv4() ? ofIpv4 : ofIpv6) {
                if (all.contains(IpNetwork.around(canonical, prefix))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return all.toString();
        }
    }
}
