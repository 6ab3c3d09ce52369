package dev.minato.services.game;

import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;

/// Packets that are sent together. What the kernel has no room for is lost, as on the way: the next packet is of more
/// use than a late one. For one task.
final class Outbound implements PacketSink {
    static final int CAPACITY = 64;

    private final UdpSocket socket;
    private final DatagramBatch batch = new DatagramBatch(CAPACITY, Wire.MAX_PACKET);
    private long unsent;

    Outbound(UdpSocket socket) {
        this.socket = socket;
    }

    /// Adds one of at most [#CAPACITY] between two flushes.
    @Override
    public void send(ByteBuffer packet, Peer to) {
        if (to.local().isPresent()) {
            batch.add(packet, to.address(), to.local().get());
        } else {
            batch.add(packet, to.address());
        }
    }

    /// Adds one for the peer of a connected socket.
    void send(ByteBuffer packet) {
        batch.add(packet);
    }

    /// Sends them. `CLOSED` and `INTERRUPTED`; what else a send fails with costs that packet.
    void flush() throws NetException {
        while (batch.unsent() > 0) {
            try {
                if (socket.trySendBatch(batch) == 0) {
                    unsent += batch.unsent();
                    break;
                }
            } catch (NetException e) {
                Endings.rethrow(e);
                batch.skip();
                unsent++;
            }
        }
        batch.clear();
    }

    /// How many were not sent.
    long unsent() {
        return unsent;
    }
}
