package dev.minato.platform.linux.sys;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Whom the system names with the bytes that it wrote: who sent a datagram, and to which address.
public interface SourceAddressDecoder<A> {
    A of(MemorySegment address, int length);

    /// The address of this machine that control messages say; empty if they do not. `own` is the socket's.
    default Optional<A> local(MemorySegment control, long length, A own) {
        return Optional.empty();
    }
}
