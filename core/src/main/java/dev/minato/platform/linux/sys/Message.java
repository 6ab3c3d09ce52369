package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.minato.error.NetException;
import dev.minato.platform.TryDatagram;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/// The header of one datagram with control messages, for `recvmsg` or `sendmsg`; see [Abi] for the bytes.
///
/// The datagram itself is copied through memory of its own: the user's buffer may be in the heap, where a
/// header cannot point. Kept for the next call, whichever socket makes it: the memory, some 64 KiB each,
/// follows the largest number of such calls that were made at once. [MessageBatch] is the same for many
/// datagrams, whose memory is native.
public final class Message {
    private static final int MAX_SIZE = 64 * 1024;
    private static final int ADDRESS_ROOM = 128;
    private static final Deque<Message> FREE = new ArrayDeque<>();

    private final MemorySegment header;
    private final MemorySegment vector;
    private final MemorySegment address;
    private final MemorySegment control;
    private final ByteBuffer bytes;
    private final Calls.Call receiving;
    private final Calls.Call sending;
    private int flags;

    private Message() {
        Arena arena = Arena.global();
        MemorySegment memory = arena.allocate(MAX_SIZE, 64);
        bytes = memory.asByteBuffer();
        header = arena.allocate(Abi.MSGHDR_SIZE, 8);
        vector = arena.allocate(Abi.IOVEC_SIZE, 8);
        address = arena.allocate(ADDRESS_ROOM, 8);
        control = arena.allocate(PacketInfo.ROOM, 8);
        vector.set(JAVA_LONG, 0, memory.address());
        header.set(JAVA_LONG, 0, address.address());
        header.set(JAVA_LONG, Abi.MSG_IOV, vector.address());
        header.set(JAVA_LONG, Abi.MSG_IOVLEN, 1);
        receiving = (fd, lent) -> Libc.recvmsg(lent.errno, fd, header, flags);
        sending = (fd, lent) -> Libc.sendmsg(lent.errno, fd, header, Abi.MSG_NOSIGNAL);
    }

    private void prepare(long length, int addressLength, int controlLength) {
        vector.set(JAVA_LONG, Abi.IOV_LEN, length);
        header.set(JAVA_INT, Abi.MSG_NAMELEN, addressLength);
        header.set(JAVA_LONG, Abi.MSG_CONTROL, controlLength == 0 ? 0 : control.address());
        header.set(JAVA_LONG, Abi.MSG_CONTROLLEN, controlLength);
    }

    /// Receives a datagram and what the system says of it into the buffer, whose position stays, and tells
    /// `sink`; the real length, or the negative error number.
    public static <A> long receive(
            Calls calls,
            ByteBuffer into,
            int flags,
            AddressCodec<A> codec,
            SourceAddressDecoder<A> sources,
            A own,
            TryDatagram.DatagramSink<A> sink)
            throws NetException {
        Message message = take();
        try {
            message.flags = flags;
            message.prepare(Math.min(into.remaining(), MAX_SIZE), codec.size(), PacketInfo.ROOM);
            long count = calls.call(RefCountedFd.READING, "receive", message.receiving);
            if (count >= 0) {
                message.deliver((int) count, into, sources, own, sink);
            }
            return count;
        } finally {
            release(message);
        }
    }

    private <A> void deliver(
            int realLength, ByteBuffer into, SourceAddressDecoder<A> sources, A own, TryDatagram.DatagramSink<A> sink) {
        int length = Math.min(realLength, into.remaining());
        into.put(into.position(), bytes, 0, length);
        A sender = sources.of(address, header.get(JAVA_INT, Abi.MSG_NAMELEN));
        long controlLength = header.get(JAVA_LONG, Abi.MSG_CONTROLLEN);
        sink.received(length, realLength, sender, sources.local(control, controlLength, own));
    }

    /// Sends what remains in the buffer, whose position stays, from one of the machine's own addresses; how
    /// much, or the negative error number.
    public static <A> long send(Calls calls, ByteBuffer buffer, A to, A from, AddressCodec<A> codec, A own)
            throws NetException {
        Message message = take();
        try {
            int addressLength = codec.write(to, message.address, "send");
            int controlLength = codec.writeLocal(from, own, message.control, "send");
            message.bytes.put(0, buffer, buffer.position(), buffer.remaining());
            message.prepare(buffer.remaining(), addressLength, controlLength);
            return calls.call(RefCountedFd.WRITING, "send", message.sending);
        } finally {
            release(message);
        }
    }

    private static Message take() {
        synchronized (FREE) {
            return FREE.isEmpty() ? new Message() : FREE.pop();
        }
    }

    private static void release(Message message) {
        synchronized (FREE) {
            FREE.push(message);
        }
    }
}
