package dev.minato.platform.jdk;

import dev.minato.error.NetException;
import dev.minato.platform.DatagramMeta;
import dev.minato.platform.DatagramSlot;
import dev.minato.platform.PacketFields;
import dev.minato.platform.TryDatagram;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The sending of several datagrams from one piece, one by one: the JDK has no call for it.
final class SingleSends {
    private SingleSends() {}

    /// As [TryDatagram#trySendSegments].
    ///
    /// @param to the receiver; null for the peer
    static <A> boolean trySend(TryDatagram<A> socket, ByteBuffer buffer, int segmentSize, @Nullable A to)
            throws NetException {
        int end = buffer.limit();
        try {
            do {
                buffer.limit(buffer.position() + Math.min(segmentSize, end - buffer.position()));
                if (to == null ? !socket.trySend(buffer) : !socket.trySend(buffer, to)) {
                    return false;
                }
            } while (buffer.position() < end);
            return true;
        } finally {
            buffer.limit(end);
        }
    }

    /// Sends what is in a slot; false if there is no room for all of it.
    static <A> boolean trySend(TryDatagram<A> socket, DatagramSlot<A> slot) throws NetException {
        DatagramMeta<A> meta = slot.meta();
        ByteBuffer bytes = slot.bytes();
        if (!meta.isSegmented()) {
            return trySendOne(socket, bytes, meta);
        }
        for (int at = meta.sent(); at < meta.length(); at += meta.segmentSize()) {
            bytes.limit(Math.min(at + meta.segmentSize(), meta.length())).position(at);
            if (!trySendOne(socket, bytes, meta)) {
                return false;
            }
            meta.setSent(at + meta.segmentSize());
        }
        meta.setSent(0);
        return true;
    }

    private static <A> boolean trySendOne(TryDatagram<A> socket, ByteBuffer bytes, DatagramMeta<A> meta)
            throws NetException {
        if (meta.ecn() != PacketFields.UNKNOWN) {
            throw Unsupported.ecn();
        }
        if (meta.local().isPresent()) {
            return socket.trySend(bytes, meta.address(), meta.local().get());
        }
        return meta.hasAddress() ? socket.trySend(bytes, meta.address()) : socket.trySend(bytes);
    }
}
