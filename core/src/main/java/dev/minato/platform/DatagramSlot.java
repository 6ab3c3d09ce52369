package dev.minato.platform;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The slot of one datagram in a batch: off-heap memory, the length used of it, and the address. Reused without
/// allocating. Not safe for use by several threads.
///
/// @param <A> the address: the sender of one that was received, the receiver of one that is to be sent
public final class DatagramSlot<A> implements TryDatagram.DatagramSink<A> {
    private final ByteBuffer bytes;
    private final MemorySegment memory;
    private int length;
    private int realLength;
    private @Nullable A address;
    private Optional<A> local = Optional.empty();

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
        local = Optional.empty();
    }

    /// As [#put], to an address.
    public void put(ByteBuffer datagram, A to) {
        put(datagram);
        address = to;
    }

    /// As [#put], to an address from one of the machine's own.
    public void put(ByteBuffer datagram, A to, A from) {
        put(datagram, to, Optional.of(from));
    }

    /// As [#put], to an address from one of the machine's own; empty leaves that to the kernel.
    public void put(ByteBuffer datagram, A to, Optional<A> from) {
        put(datagram, to);
        local = from;
    }

    @Override
    public void received(int length, int realLength, A sender, Optional<A> local) {
        received(length, realLength);
        address = sender;
        this.local = local;
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

    /// The address of this machine that it was sent to, or is to be sent from; empty if that is not known, or
    /// left to the kernel.
    public Optional<A> local() {
        return local;
    }

    /// The sender, or the receiver of one that is to be sent.
    ///
    /// @throws IllegalStateException without one
    public A address() {
        if (address == null) {
            throw new IllegalStateException("the datagram has no address");
        }
        return address;
    }
}
