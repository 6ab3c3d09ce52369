package dev.minato.net;

import dev.minato.platform.DatagramMeta;
import dev.minato.platform.DatagramSlot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The base of [DatagramBatch] and [UnixDatagramBatch]: the places, and which of them are taken and sent.
///
/// @param <A> an address
abstract sealed class AddressedBatch<A> permits DatagramBatch, UnixDatagramBatch {
    private final int size;
    private final List<DatagramSlot<A>> places;
    private int count;
    private int sent;

    AddressedBatch(int capacity, int size) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
        }
        if (size < 1 || (long) capacity * size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "size must be at least 1, and less than 2 GiB for all " + capacity + " places, not " + size);
        }
        this.size = size;
        var all = ByteBuffer.allocateDirect(capacity * size);
        var made = new ArrayList<DatagramSlot<A>>(capacity);
        for (int i = 0; i < capacity; i++) {
            made.add(new DatagramSlot<>(all.slice(i * size, size)));
        }
        this.places = List.copyOf(made);
    }

    /// How many places there are.
    public int capacity() {
        return places.size();
    }

    /// How many bytes a place has.
    public int size() {
        return size;
    }

    /// How many datagrams it has.
    public int count() {
        return count;
    }

    /// How many of them are still to be sent.
    public int unsent() {
        return count - sent;
    }

    /// Takes all datagrams out.
    public void clear() {
        count = 0;
        sent = 0;
    }

    /// Lets all of them be sent again.
    public void rewind() {
        begin();
        sent = 0;
    }

    /// Forgets that some segments of the next were sent.
    private void begin() {
        if (sent < count) {
            places.get(sent).meta().setSent(0);
        }
    }

    /// Leaves the next that would be sent out, as one that cannot be sent. Does nothing if none is left.
    public void skip() {
        begin();
        sent = Math.min(sent + 1, count);
    }

    /// Adds a datagram for the connected peer, copying what remains in the buffer, which may be nothing.
    ///
    /// @throws IllegalArgumentException if it is longer than a place
    /// @throws IllegalStateException if all places are taken
    public void add(ByteBuffer datagram) {
        Objects.requireNonNull(datagram, "datagram");
        free(datagram).put(datagram);
        added();
    }

    /// Adds a datagram for `address`; as [#add(ByteBuffer)].
    public void add(ByteBuffer datagram, A address) {
        Objects.requireNonNull(datagram, "datagram");
        Objects.requireNonNull(address, "address");
        free(datagram).put(datagram, address);
        added();
    }

    final void added() {
        count++;
    }

    /// The next free place, for a datagram; taken once it has it ([#added]).
    final DatagramSlot<A> free(ByteBuffer datagram) {
        if (datagram.remaining() > size) {
            throw new IllegalArgumentException(
                    "datagram must have at most the " + size + " bytes of a place, not " + datagram.remaining());
        }
        if (count == places.size()) {
            throw new IllegalStateException("all " + count + " places are taken");
        }
        return places.get(count);
    }

    /// The bytes of a datagram, in the batch's own memory, from position 0 to its length: good until the batch
    /// is received with again, and always the same buffer for a place. What is written into it is sent.
    ///
    /// @throws IndexOutOfBoundsException if there is no such datagram, as with all that take a place
    public ByteBuffer buffer(int place) {
        return taken(place).bytes();
    }

    /// How many bytes of a datagram are here; 0 for an empty one.
    public int length(int place) {
        return meta(place).length();
    }

    /// How many bytes its sender sent.
    public int realLength(int place) {
        return meta(place).realLength();
    }

    /// Whether the place was too small for it, and the rest is gone.
    public boolean truncated(int place) {
        return realLength(place) > length(place);
    }

    /// Who sent it, in the family of the socket; for one that was added, who is to get it.
    ///
    /// @throws IllegalStateException for one that was added for the connected peer
    public A address(int place) {
        return meta(place).address();
    }

    final DatagramMeta<A> meta(int place) {
        return taken(place).meta();
    }

    final DatagramSlot<A> taken(int place) {
        if (place < 0 || place >= count) {
            throw new IndexOutOfBoundsException("place " + place + " of " + count);
        }
        return places.get(place);
    }

    List<DatagramSlot<A>> places() {
        return places;
    }

    int received(int datagrams) {
        count = datagrams;
        sent = 0;
        return datagrams;
    }

    int next() {
        return sent;
    }

    /// Who is to get the next that is to be sent; empty for the connected peer, or if there is none.
    Optional<A> nextReceiver() {
        return sent < count && places.get(sent).meta().hasAddress()
                ? Optional.of(places.get(sent).meta().address())
                : Optional.empty();
    }

    int sent(int datagrams) {
        sent += datagrams;
        return datagrams;
    }

    /// `4 datagrams, 2 of them to send`.
    @Override
    public String toString() {
        return count + " datagrams, " + unsent() + " of them to send";
    }
}
