package dev.minato.net;

import dev.minato.address.UnixAddr;

/// Several Unix datagrams that are received, or sent, with one call; used again and again, sending allocates
/// nothing, and receiving only the senders' addresses.
///
/// It has a fixed number of places, each for a datagram of up to a fixed number of bytes, in memory outside of
/// the heap. [UnixDatagram#recvBatch] fills it, and [#add] does; [UnixDatagram#sendBatch] sends what is in it, in
/// order. A datagram that was received has its sender's address, so to send what was received is to answer
/// all, which fails for senders that are unnamed.
///
/// Places count from 0. Not safe for use by several threads at once.
public final class UnixDatagramBatch extends AddressedBatch<UnixAddr> {
    /// An empty batch.
    ///
    /// @param capacity how many datagrams it has places for; more than 64 are moved by several system calls
    /// @param size how many bytes a place has; what is longer is cut
    /// @throws IllegalArgumentException if one of them is less than 1, or they make more than 2 GiB
    public UnixDatagramBatch(int capacity, int size) {
        super(capacity, size);
    }
}
