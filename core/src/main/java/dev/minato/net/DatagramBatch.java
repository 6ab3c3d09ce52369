package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.platform.DatagramMeta;
import dev.minato.platform.DatagramSlot;
import java.nio.ByteBuffer;
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
/// **Bursts.** A place may have several datagrams of one receiver or one sender, all of one length but the last,
/// which the kernel handles as one ([#addSegments], [UdpSocket#setReceiveCoalescing]). They count as one place.
/// Received so, they are sent so. A place of [#BURST_SIZE] bytes has room for whatever comes:
///
/// ```
///  place 0    │ 1,200 │ 1,200 │ 1,200 │ 700 │        segments 4, segmentSize 1,200, length 4,300
///  place 1    │ 90 │                                 segments 1, segmentSize 90, length 90
/// ```
///
/// Places count from 0. Not safe for use by several threads at once.
public final class DatagramBatch extends AddressedBatch<SocketAddr> {
    /// The size of a place with room for all that the kernel hands over at once, in bytes.
    public static final int BURST_SIZE = 64 * 1024;

    /// An empty batch.
    ///
    /// @param capacity how many datagrams it has places for; more than 64 are moved by several system calls
    /// @param size how many bytes a place has; what is longer is cut
    /// @throws IllegalArgumentException if one of them is less than 1, or they make more than 2 GiB
    public DatagramBatch(int capacity, int size) {
        super(capacity, size);
    }

    /// Adds a datagram for `address`, to be sent from `from`: as [#add(ByteBuffer)], and as
    /// [UdpSocket#sendTo(ByteBuffer, SocketAddr, SocketAddr)].
    public void add(ByteBuffer datagram, SocketAddr address, SocketAddr from) {
        Objects.requireNonNull(datagram, "datagram");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(from, "from");
        free(datagram).put(datagram, address, from);
        added();
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
        added();
    }

    /// Adds several datagrams for the connected peer, each of `segmentSize` bytes, of which the last may have
    /// fewer: copies what remains in the buffer. They are sent as with [UdpSocket#sendSegments].
    ///
    /// @throws IllegalArgumentException if `segmentSize` is less than 1, or all together are longer than a place
    /// @throws IllegalStateException if all places are taken
    public void addSegments(ByteBuffer datagrams, int segmentSize) {
        Objects.requireNonNull(datagrams, "datagrams");
        putSegments(datagrams, segmentSize);
        added();
    }

    /// Adds several datagrams for `address`; as [#addSegments(ByteBuffer, int)].
    public void addSegments(ByteBuffer datagrams, int segmentSize, SocketAddr address) {
        Objects.requireNonNull(datagrams, "datagrams");
        Objects.requireNonNull(address, "address");
        putSegments(datagrams, segmentSize).setAddress(address);
        added();
    }

    /// Adds several datagrams for `address`, to be sent from `from`; as [#addSegments(ByteBuffer, int)] and
    /// [#add(ByteBuffer, SocketAddr, SocketAddr)].
    public void addSegments(ByteBuffer datagrams, int segmentSize, SocketAddr address, SocketAddr from) {
        Objects.requireNonNull(datagrams, "datagrams");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(from, "from");
        DatagramMeta<SocketAddr> meta = putSegments(datagrams, segmentSize);
        meta.setAddress(address);
        meta.setLocal(Optional.of(from));
        added();
    }

    private DatagramMeta<SocketAddr> putSegments(ByteBuffer datagrams, int segmentSize) {
        checkSegmentSize(segmentSize);
        DatagramSlot<SocketAddr> slot = free(datagrams);
        slot.putSegments(datagrams, segmentSize);
        return slot.meta();
    }

    static void checkSegmentSize(int segmentSize) {
        if (segmentSize < 1) {
            throw new IllegalArgumentException("segmentSize must be at least 1, not " + segmentSize);
        }
    }

    /// How many datagrams a place has: 1, unless several were added or came at once.
    public int segments(int place) {
        DatagramMeta<SocketAddr> meta = meta(place);
        return meta.isSegmented() ? Math.ceilDiv(meta.length(), meta.segmentSize()) : 1;
    }

    /// How many bytes each datagram of a place has but the last, which may have fewer: of a single one, all.
    public int segmentSize(int place) {
        return meta(place).segmentSize();
    }

    /// The bytes of one of the datagrams of a place, between position and limit of the same buffer that [#buffer]
    /// gives, which has all.
    ///
    /// @throws IndexOutOfBoundsException if there is no such datagram
    public ByteBuffer segment(int place, int index) {
        Objects.checkIndex(index, segments(place));
        int size = segmentSize(place);
        int start = index * size;
        return buffer(place).limit(Math.min(start + size, length(place))).position(start);
    }

    /// The address of this machine that it was sent to, as [Received#localAddress] says it; for one that was
    /// added, that which it is to be sent from, and empty where the kernel is to choose.
    public Optional<SocketAddr> localAddress(int place) {
        return meta(place).local();
    }
}
