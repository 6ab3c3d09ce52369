package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.platform.DatagramMeta;
import dev.minato.platform.DatagramSlot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Several UDP datagrams that are received, or sent, with one call; used again and again, it allocates
/// nothing.
///
/// It has a fixed number of places, each for a datagram of up to a fixed number of bytes, in memory outside of
/// the heap. [UdpSocket#recvBatch] fills it, and [#add] does; [UdpSocket#sendBatch] sends what is in it, in
/// order. A datagram that was received has its sender's address, so to send what was received is to answer
/// all, and each from the address that it was sent to, if that is known ([#localAddress]).
///
/// ```
///  place     0      1      2      3      4      5      capacity 6
///            sent   sent   next   to go                count 4, unsent 2
/// ```
///
/// Places count from 0. Not safe for use by several threads at once.
public final class DatagramBatch {
    private final int size;
    private final List<DatagramSlot<SocketAddr>> places;
    private int count;
    private int sent;

    /// An empty batch.
    ///
    /// @param capacity how many datagrams it has places for; more than 64 are moved by several system calls
    /// @param size how many bytes a place has; what is longer is cut
    /// @throws IllegalArgumentException if one of them is less than 1, or they make more than 2 GiB
    public DatagramBatch(int capacity, int size) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
        }
        if (size < 1 || (long) capacity * size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "size must be at least 1, and less than 2 GiB for all " + capacity + " places, not " + size);
        }
        this.size = size;
        var all = ByteBuffer.allocateDirect(capacity * size);
        var made = new ArrayList<DatagramSlot<SocketAddr>>(capacity);
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
        sent = 0;
    }

    /// Leaves the next that would be sent out, as one that cannot be sent. Does nothing if none is left.
    public void skip() {
        sent = Math.min(sent + 1, count);
    }

    /// Adds a datagram for the connected peer, copying what remains in the buffer, which may be nothing.
    ///
    /// @throws IllegalArgumentException if it is longer than a place
    /// @throws IllegalStateException if all places are taken
    public void add(ByteBuffer datagram) {
        Objects.requireNonNull(datagram, "datagram");
        free(datagram).put(datagram);
        count++;
    }

    /// Adds a datagram for `address`; as [#add(ByteBuffer)].
    public void add(ByteBuffer datagram, SocketAddr address) {
        Objects.requireNonNull(datagram, "datagram");
        Objects.requireNonNull(address, "address");
        free(datagram).put(datagram, address);
        count++;
    }

    /// Adds a datagram for `address`, to be sent from `from`: as [#add(ByteBuffer)], and as
    /// [UdpSocket#sendTo(ByteBuffer, SocketAddr, SocketAddr)].
    public void add(ByteBuffer datagram, SocketAddr address, SocketAddr from) {
        Objects.requireNonNull(datagram, "datagram");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(from, "from");
        free(datagram).put(datagram, address, from);
        count++;
    }

    /// Adds a reply to a datagram of `requests`: to its sender, and from the address that it was sent to, if that
    /// is known ([#localAddress]); otherwise as [#add(ByteBuffer)]. Allocates nothing.
    ///
    /// @throws IndexOutOfBoundsException if `requests` has no such datagram
    public void addReply(ByteBuffer datagram, DatagramBatch requests, int place) {
        Objects.requireNonNull(datagram, "datagram");
        Objects.requireNonNull(requests, "requests");
        DatagramMeta<SocketAddr> request = requests.meta(place);
        free(datagram).put(datagram, request.address(), request.local());
        count++;
    }

    private DatagramSlot<SocketAddr> free(ByteBuffer datagram) {
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
    public SocketAddr address(int place) {
        return meta(place).address();
    }

    /// The address of this machine that it was sent to, as [Received#localAddress] says it; for one that was
    /// added, that which it is to be sent from, and empty where the kernel is to choose.
    public Optional<SocketAddr> localAddress(int place) {
        return meta(place).local();
    }

    private DatagramMeta<SocketAddr> meta(int place) {
        return taken(place).meta();
    }

    /// The network interface that it came through; as [Received#interfaceIndex].
    public int interfaceIndex(int place) {
        return taken(place).meta().packet().interfaceIndex();
    }

    /// The ECN mark that it came with; as [Received#ecn].
    public Optional<Ecn> ecn(int place) {
        return Ecn.of(taken(place).meta().packet().ecn());
    }

    /// The hop limit that it came with; as [Received#hopLimit].
    public int hopLimit(int place) {
        return taken(place).meta().packet().hopLimit();
    }

    /// When the kernel got it; as [Received#timeNanos].
    public long timeNanos(int place) {
        return taken(place).meta().packet().time();
    }

    /// Has a datagram sent with that ECN mark, whatever the socket's is ([UdpSocket#setEcn]). What was received and
    /// is sent again has the socket's. The send is `UNSUPPORTED` on the jdk platform.
    public void setEcn(int place, Ecn ecn) {
        taken(place).meta().setEcn(Objects.requireNonNull(ecn, "ecn").codepoint());
    }

    private DatagramSlot<SocketAddr> taken(int place) {
        if (place < 0 || place >= count) {
            throw new IndexOutOfBoundsException("place " + place + " of " + count);
        }
        return places.get(place);
    }

    List<DatagramSlot<SocketAddr>> places() {
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
    Optional<SocketAddr> nextReceiver() {
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
