package dev.minato.services.relay;

import java.nio.ByteBuffer;

/// A datagram on its way.
///
/// @param due when it is to be sent, on the platform's clock
/// @param number tells apart those that are due at the same time: the lower goes first
/// @param path where it goes
record Packet(long due, long number, ByteBuffer bytes, Path path) implements Comparable<Packet> {
    /// What the entry of a queue takes beside the bytes, about.
    private static final int OVERHEAD = 160;

    /// The end of a link.
    interface Path {
        /// Sends a datagram; failures are counted.
        void send(ByteBuffer bytes);
    }

    /// Returns a copy of what remains in `bytes`.
    static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    /// Returns how much memory it takes.
    int cost() {
        return bytes.capacity() + OVERHEAD;
    }

    @Override
    public int compareTo(Packet other) {
        int byTime = Long.compare(due, other.due);
        return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
}
