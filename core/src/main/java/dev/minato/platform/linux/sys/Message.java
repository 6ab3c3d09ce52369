package dev.minato.platform.linux.sys;

import dev.minato.error.NetException;
import dev.minato.platform.DatagramMeta;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// One datagram with control messages, for recvmsg(2) or sendmsg(2).
///
/// Its bytes are copied through native memory, some 64 KiB: the user's buffer may be in the heap, where an
/// iovec cannot point. [MessageBatch] is the same for many datagrams, whose memory is native.
final class Message {
    private static final int MAX_SIZE = 64 * 1024;
    private static final FreeList<Message> FREE = new FreeList<>(Message::new);

    private final MessageHeaders header = new MessageHeaders(1);
    private final long address;
    private final ByteBuffer bytes;
    private final CountedCalls.Call recvmsg = (fd, lent) -> MessageCalls.receive(lent, fd, header, this.flags);
    private final CountedCalls.Call sendmsg = (fd, lent) -> MessageCalls.send(lent, fd, header);
    private int flags;

    private Message() {
        MemorySegment memory = Arena.global().allocate(MAX_SIZE, 64);
        address = memory.address();
        bytes = memory.asByteBuffer();
    }

    /// Receives a datagram and its control messages into the buffer, whose position stays, and tells
    /// `told`; the real length, or the negative errno.
    static <A> long receive(
            CountedCalls calls,
            ByteBuffer into,
            int flags,
            int addressRoom,
            SourceAddressDecoder<A> sources,
            A own,
            DatagramMeta<A> told)
            throws NetException {
        Message message = FREE.take();
        try {
            message.flags = flags;
            message.prepare(Math.min(into.remaining(), MAX_SIZE), addressRoom, ControlMessages.ROOM);
            long count = calls.call(RefCountedFd.READING, "receive", message.recvmsg);
            if (count >= 0) {
                message.deliver((int) count, into, sources, own, told);
            }
            return count;
        } finally {
            FREE.release(message);
        }
    }

    private void prepare(int length, int addressLength, int controlLength) {
        header.setBytes(0, address, length);
        header.setAddress(0, addressLength);
        header.setControl(0, controlLength);
    }

    private <A> void deliver(
            int realLength, ByteBuffer into, SourceAddressDecoder<A> sources, A own, DatagramMeta<A> told) {
        int length = Math.min(realLength, into.remaining());
        into.put(into.position(), bytes, 0, length);
        told.received(length, realLength, header.sender(0, sources));
        header.readControl(0, sources, own, told);
    }

    /// Sends what remains in the buffer, whose position stays, from one of the machine's own addresses; how
    /// much, or the negative errno.
    static <A> long send(CountedCalls calls, ByteBuffer buffer, A to, A from, AddressCodec<A> codec, A own)
            throws NetException {
        Message message = FREE.take();
        try {
            int addressLength = codec.write(to, message.header.address(0), "send");
            int controlLength = codec.writeLocal(from, own, message.header.control(0), 0, "send");
            message.bytes.put(0, buffer, buffer.position(), buffer.remaining());
            message.prepare(buffer.remaining(), addressLength, controlLength);
            return calls.call(RefCountedFd.WRITING, "send", message.sendmsg);
        } finally {
            FREE.release(message);
        }
    }
}
