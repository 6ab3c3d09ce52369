package dev.minato.platform.linux;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.DatagramSlot;
import dev.minato.platform.TryDatagram;
import dev.minato.platform.linux.sys.FreeList;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A copy in native memory of datagrams that are to be sent at once: the user's buffer may be in the heap.
///
/// @param <A> the address that they go to
final class StagedSegments<A> {
    private static final int ROOM = 64 * 1024;

    /// The most that one datagram can have; more does not fit into the memory either.
    private static final int MAX_SIZE = 65_527;

    private static final FreeList<StagedSegments<?>> FREE = new FreeList<>(StagedSegments::new);

    private final DatagramSlot<A> slot = new DatagramSlot<>(ByteBuffer.allocateDirect(ROOM));
    private final List<DatagramSlot<A>> slots = List.of(slot);

    private StagedSegments() {}

    /// Sends what remains in the buffer, piece by piece; false if there is no room for all of it. The position is
    /// behind what went.
    ///
    /// @param to the receiver; null for the peer
    static <A> boolean trySend(TryDatagram<A> socket, ByteBuffer buffer, int segmentSize, @Nullable A to)
            throws NetException {
        if (segmentSize > MAX_SIZE) {
            throw NetException.of(ErrorKind.MESSAGE_TOO_LONG, "send", segmentSize + " bytes, at most " + MAX_SIZE);
        }
        StagedSegments<A> staged = take();
        try {
            boolean isRoom = true;
            while (isRoom && buffer.hasRemaining()) {
                isRoom = staged.trySendPiece(socket, buffer, segmentSize, to);
            }
            return isRoom;
        } finally {
            FREE.release(staged);
        }
    }

    /// All are alike between two uses.
    @SuppressWarnings("unchecked")
    private static <A> StagedSegments<A> take() {
        return (StagedSegments<A>) FREE.take();
    }

    private boolean trySendPiece(TryDatagram<A> socket, ByteBuffer buffer, int segmentSize, @Nullable A to)
            throws NetException {
        int start = buffer.position();
        int end = buffer.limit();
        int length = Math.min(buffer.remaining(), ROOM / segmentSize * segmentSize);
        int went = 0;
        try {
            slot.putSegments(buffer.limit(start + length), segmentSize);
            if (to != null) {
                slot.meta().setAddress(to);
            }
            boolean isWhole = socket.trySend(slots, 0, 1) == 1;
            went = isWhole ? length : slot.meta().sent();
            return isWhole;
        } catch (NetException e) {
            went = slot.meta().sent();
            throw e;
        } finally {
            buffer.limit(end).position(start + went);
        }
    }
}
