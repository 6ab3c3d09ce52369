package dev.minato.platform.jdk;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.SocketAddr;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// The JDK's addresses in ours.
final class Addresses {
    private Addresses() {}

    /// The address as a socket of that family sees it: the JDK turns `::ffff:1.2.3.4` into `1.2.3.4`, this
    /// turns it back.
    static SocketAddr of(@Nullable SocketAddress address, boolean ipv6) {
        if (!(address instanceof InetSocketAddress internet)) {
            throw new AssertionError("not an internet address: " + address);
        }
        SocketAddr plain = SocketAddr.of(internet);
        if (!ipv6) {
            return plain;
        }
        if (plain.ip() instanceof Ipv4Addr four) {
            // A socket bound to :: is shown as 0.0.0.0 by some of the JDK's channels.
            return four.isUnspecified()
                    ? SocketAddr.of(dev.minato.address.Ipv6Addr.UNSPECIFIED, plain.port())
                    : SocketAddr.of(four.toIpv6Mapped(), plain.port());
        }
        return plain;
    }
}
