package dev.minato.platform.jdk;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// How the JDK's addresses of a family become ours, and ours theirs.
interface AddressCodec<A> {
    A ours(@Nullable SocketAddress address);

    /// `IllegalArgumentException` or `UnsupportedOperationException` for one that the JDK cannot say.
    SocketAddress theirs(A address);
}
