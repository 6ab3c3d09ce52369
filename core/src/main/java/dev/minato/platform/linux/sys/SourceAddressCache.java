package dev.minato.platform.linux.sys;

import dev.minato.address.SocketAddr;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A cache of the source addresses that a socket saw lately: a datagram from one of them allocates nothing.
///
/// ```
///  hash ──▶ │ a │ b │   one of two neighbours; a new one takes a place of its hash, who was there moves over,
///                       and the neighbour is forgotten
/// ```
///
/// It begins with 64 places and doubles each time that it has forgotten as many, up to 4,096 (300 KiB with their
/// addresses): then nine in ten of 1,000 senders that take turns find a place. Addresses are immutable: a
/// race costs at most another decoding.
public final class SourceAddressCache implements SourceAddressDecoder<SocketAddr> {
    private static final int FIRST_KEPT = 64;
    private static final int MAX_KEPT = 4096;

    private @Nullable SocketAddr[] known = new SocketAddr[FIRST_KEPT];

    /// How many were forgotten since it grew.
    private int forgotten;

    private final LocalAddresses locals = new LocalAddresses();

    @Override
    public SocketAddr of(MemorySegment address, int length) {
        @Nullable SocketAddr[] all = known;
        int at = SockAddr.hash(address) & (all.length - 1);
        SocketAddr sender = all[at];
        if (sender != null && SockAddr.is(address, sender)) {
            return sender;
        }
        SocketAddr other = all[at ^ 1];
        return other != null && SockAddr.is(address, other) ? other : keep(SockAddr.read(address), all, at);
    }

    private SocketAddr keep(SocketAddr sender, @Nullable SocketAddr[] all, int at) {
        SocketAddr first = all[at];
        if (first != null) {
            if (all[at ^ 1] != null && ++forgotten > all.length && all.length < MAX_KEPT) {
                known = new SocketAddr[2 * all.length];
                forgotten = 0;
                return sender;
            }
            all[at ^ 1] = first;
        }
        all[at] = sender;
        return sender;
    }

    @Override
    public Optional<SocketAddr> local(MemorySegment control, long ipv4, long ipv6, SocketAddr own) {
        return locals.of(control, ipv4, ipv6, own);
    }
}
