package dev.minato.platform;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The slot of one datagram in a batch: off-heap memory, and the metadata with the length used of it. Reused
/// without allocating. Not safe for use by several threads.
///
/// @param <A> the address: the sender of one that was received, the receiver of one that is to be sent
public final class DatagramSlot<A> {
    private final ByteBuffer bytes;
    private final MemorySegment memory;
    private final DatagramMeta<A> meta = new DatagramMeta<>();

    /// An empty datagram without an address, with room for all that the direct buffer `bytes` has between its
    /// position and its limit.
    public DatagramSlot(ByteBuffer bytes) {
        this.bytes = bytes.slice();
        this.memory = MemorySegment.ofBuffer(this.bytes);
        if (!bytes.isDirect()) {
            throw new IllegalArgumentException(
                    "a datagram slot needs a direct buffer: the kernel cannot be given heap memory");
        }
    }

    /// The whole place as a buffer, cleared, to receive into.
    public ByteBuffer room() {
        return bytes.clear();
    }

    /// The datagram: from the start of the place to its length.
    public ByteBuffer bytes() {
        return bytes.position(0).limit(meta.length());
    }

    /// The whole place as memory.
    public MemorySegment memory() {
        return memory;
    }

    /// What is known of the datagram, or is to be sent with it.
    public DatagramMeta<A> meta() {
        return meta;
    }

    /// Puts a datagram that is to be sent here.
    ///
    /// @throws java.nio.BufferOverflowException if it is too long
    public void put(ByteBuffer datagram) {
        bytes.clear().put(datagram);
        meta.toSend(bytes.position());
    }

    /// Puts several datagrams that are to be sent here, each of `segmentSize` bytes, of which the last may have
    /// fewer.
    public void putSegments(ByteBuffer datagrams, int segmentSize) {
        put(datagrams);
        meta.setSegmentSize(segmentSize);
    }

    /// As [#put], to an address.
    public void put(ByteBuffer datagram, A to) {
        put(datagram);
        meta.setAddress(to);
    }

    /// As [#put], to an address from one of the machine's own.
    public void put(ByteBuffer datagram, A to, A from) {
        put(datagram, to, Optional.of(from));
    }

    /// As [#put], to an address from one of the machine's own; empty leaves that to the kernel.
    public void put(ByteBuffer datagram, A to, Optional<A> from) {
        put(datagram, to);
        meta.setLocal(from);
    }
}
