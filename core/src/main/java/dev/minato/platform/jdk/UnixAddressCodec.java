package dev.minato.platform.jdk;

import dev.minato.address.UnixAddr;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/// Unix addresses: the JDK knows paths, and the empty path of a socket without one.
enum UnixAddressCodec implements AddressCodec<UnixAddr> {
    INSTANCE;

    @Override
    public UnixAddr of(@Nullable SocketAddress address) {
        if (!(address instanceof UnixDomainSocketAddress unix)) {
            throw new AssertionError("not a Unix address: " + address);
        }
        return UnixAddr.of(unix);
    }

    @Override
    public SocketAddress toSocketAddress(UnixAddr address) {
        return UnixDomainSocketAddress.of(address.asPath()
                .orElseThrow(() -> new UnsupportedOperationException("the JDK has no abstract Unix addresses")));
    }
}
