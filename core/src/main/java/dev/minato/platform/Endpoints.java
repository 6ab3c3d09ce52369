package dev.minato.platform;

import org.jspecify.annotations.Nullable;

/// The two addresses of a connection, noted when it is established: a peer that is gone has none any more
/// (getpeername(2) fails with ENOTCONN).
///
/// @param <A> the addresses
public final class Endpoints<A> {
    private volatile @Nullable A local;
    private volatile @Nullable A peer;

    /// Those of a stream that is not connected.
    public Endpoints() {}

    /// Notes the addresses of a connection that was established.
    public void connected(A local, A peer) {
        this.local = local;
        this.peer = peer;
    }

    /// The address on this side; an `AssertionError` before [#connected].
    public A local() {
        return known(local);
    }

    /// The address on the other side; an `AssertionError` before [#connected].
    public A peer() {
        return known(peer);
    }

    private A known(@Nullable A address) {
        if (address == null) {
            throw new AssertionError("the stream was never connected");
        }
        return address;
    }
}
