package dev.minato.platform.linux.sys;

import dev.minato.address.SocketAddr;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A cache of the source addresses that a socket saw lately: a datagram from one of them allocates nothing.
///
/// Addresses are immutable: a race costs at most another decoding.
public final class SourceAddressCache implements SourceAddressDecoder<SocketAddr> {
    private static final int KEPT = 64;

    private final @Nullable SocketAddr[] known = new SocketAddr[KEPT];
    private final LocalAddresses locals = new LocalAddresses();

    @Override
    public SocketAddr of(MemorySegment address, int length) {
        int at = SockAddr.hash(address) & (KEPT - 1);
        SocketAddr sender = known[at];
        if (sender == null || !SockAddr.is(address, sender)) {
            sender = SockAddr.read(address);
            known[at] = sender;
        }
        return sender;
    }

    @Override
    public Optional<SocketAddr> local(MemorySegment control, long ipv4, long ipv6, SocketAddr own) {
        return locals.of(control, ipv4, ipv6, own);
    }
}
