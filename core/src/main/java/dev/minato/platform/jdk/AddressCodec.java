package dev.minato.platform.jdk;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// The conversion between the JDK's addresses of one family and ours.
interface AddressCodec<A> {
    A of(@Nullable SocketAddress address);

    /// `IllegalArgumentException` or `UnsupportedOperationException` for one that the JDK cannot represent.
    SocketAddress toSocketAddress(A address);
}
