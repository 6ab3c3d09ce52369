package dev.minato.platform.jdk;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// Internet addresses as a socket of a family sees them: the JDK turns `::ffff:1.2.3.4` into `1.2.3.4`, this
/// turns it back.
record InetAddressCodec(boolean ipv6) implements AddressCodec<SocketAddr> {
    @Override
    public SocketAddr of(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            throw new AssertionError("not an internet address: " + address);
        }
        SocketAddr plain = SocketAddr.of(internet);
        if (ipv6 && plain.ip() instanceof Ipv4Addr four) {
            // A socket bound to :: is shown as 0.0.0.0 by some of the JDK's channels.
            return four.isUnspecified()
                    ? SocketAddr.of(Ipv6Addr.UNSPECIFIED, plain.port())
                    : SocketAddr.of(four.toIpv6Mapped(), plain.port());
        }
        return plain;
    }

    @Override
    public SocketAddress toSocketAddress(SocketAddr address) {
        return address.toInetSocketAddress();
    }
}
