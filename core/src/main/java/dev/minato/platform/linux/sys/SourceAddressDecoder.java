package dev.minato.platform.linux.sys;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The decoder of the addresses that recvfrom(2) and recvmsg(2) fill in: who sent a datagram, and to which
/// local address.
public interface SourceAddressDecoder<A> {
    /// Decodes the source address.
    A of(MemorySegment address, int length);

    /// Decodes the local address from control messages; empty if there is none. `own` is the socket's.
    default Optional<A> local(MemorySegment control, long length, A own) {
        return Optional.empty();
    }
}
