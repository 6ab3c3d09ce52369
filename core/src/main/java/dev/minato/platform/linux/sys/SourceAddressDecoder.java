package dev.minato.platform.linux.sys;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The decoder of the addresses that recvfrom(2) and recvmsg(2) fill in: who sent a datagram, and to which
/// local address.
public interface SourceAddressDecoder<A> {
    /// Decodes the source address.
    A of(MemorySegment address, int length);

    /// Decodes the local address from the data of an IP_PKTINFO and of an IPV6_PKTINFO message in `control`,
    /// [ControlMessages#NONE] for one that is not there; empty if there is none. `own` is the socket's.
    default Optional<A> local(MemorySegment control, long ipv4, long ipv6, A own) {
        return Optional.empty();
    }
}
