package dev.minato.services.game;

import dev.minato.address.SocketAddr;
import dev.minato.net.DatagramBatch;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A packet that came to the server. Used again for each.
final class Arrival {
    private ByteBuffer packet;
    private int realLength;
    private SocketAddr from;
    private Optional<SocketAddr> local = Optional.empty();
    private long now;

    /// @param packet the whole of a buffer
    /// @param now when it came, in nanoseconds
    Arrival(ByteBuffer packet, SocketAddr from, long now) {
        this.packet = packet;
        this.realLength = packet.limit();
        this.from = from;
        this.now = now;
    }

    /// Becomes the datagram of that place, whose bytes it shares.
    void fill(DatagramBatch batch, int place, long at) {
        packet = batch.buffer(place);
        realLength = batch.realLength(place);
        from = batch.address(place);
        local = batch.localAddress(place);
        now = at;
    }

    ByteBuffer packet() {
        return packet;
    }

    /// How long it was when it was sent.
    int realLength() {
        return realLength;
    }

    SocketAddr from() {
        return from;
    }

    long now() {
        return now;
    }

    Peer peer() {
        return new Peer(from, local);
    }
}
