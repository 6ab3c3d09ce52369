package dev.minato.platform.linux.sys;

import dev.minato.address.SocketAddr;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The source addresses that a socket saw lately, so that hearing from one again makes no new object.
///
/// Addresses are immutable, so threads that race here lose at most a little work.
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
    public Optional<SocketAddr> local(MemorySegment control, long length, SocketAddr own) {
        return locals.of(control, length, own);
    }
}
