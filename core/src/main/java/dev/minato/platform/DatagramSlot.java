package dev.minato.platform;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The place of one datagram in a batch: memory outside of the heap, how much of it is the datagram, and whose
/// it is. Used again and again without allocating. Not safe for use by several threads.
///
/// @param <A> the address: the sender of one that was received, the receiver of one that is to be sent
public final class DatagramSlot<A> implements TryDatagram.DatagramSink<A> {
    private final ByteBuffer bytes;
    private final MemorySegment memory;
    private int length;
    private int realLength;
    private @Nullable A address;

    /// An empty datagram without an address, with room for all that the direct buffer `bytes` has between its
    /// position and its limit.
    public DatagramSlot(ByteBuffer bytes) {
        this.bytes = bytes.slice();
        this.memory = MemorySegment.ofBuffer(this.bytes);
        if (!bytes.isDirect()) {
            throw new IllegalArgumentException("the system cannot be given a place in the heap");
        }
    }

    /// The whole place as a buffer, cleared, to receive into.
    public ByteBuffer room() {
        return bytes.clear();
    }

    /// The datagram: from the start of the place to its length.
    public ByteBuffer bytes() {
        return bytes.position(0).limit(length);
    }

    /// The whole place as memory.
    public MemorySegment memory() {
        return memory;
    }

    /// Puts a datagram that is to be sent here.
    ///
    /// @throws java.nio.BufferOverflowException if it is too long
    public void put(ByteBuffer datagram) {
        bytes.clear().put(datagram);
        received(bytes.position(), bytes.position());
        address = null;
    }

    /// As [#put], to an address.
    public void put(ByteBuffer datagram, A to) {
        put(datagram);
        address = to;
    }

    @Override
    public void received(int length, int realLength, A sender) {
        received(length, realLength);
        address = sender;
    }

    private void received(int length, int realLength) {
        this.length = length;
        this.realLength = realLength;
    }

    /// How many bytes of the place are the datagram.
    public int length() {
        return length;
    }

    /// How many bytes its sender sent.
    public int realLength() {
        return realLength;
    }

    /// Whether there is an address; without one it goes to the connected peer.
    public boolean hasAddress() {
        return address != null;
    }

    /// Who sent it, or who is to get it.
    ///
    /// @throws IllegalStateException without one
    public A address() {
        if (address == null) {
            throw new IllegalStateException("the datagram has no address");
        }
        return address;
    }
}
