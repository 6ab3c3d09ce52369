package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.DatagramSlot;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The headers of several datagrams, for one `recvmmsg` or `sendmmsg`; see [Abi] for the bytes.
///
/// ```
///  headers     mmsghdr 0 │ mmsghdr 1 │ …          what came or went, and pointers to:
///  vectors     iovec 0   │ iovec 1   │ …            ──▶ the memory of a slot
///  addresses   128 bytes │ 128 bytes │ …
///  controls    80 bytes  │ 80 bytes  │ …            which of the machine's own addresses ([PacketInfo])
/// ```
///
/// They are kept for the next call, whichever socket makes it: the memory, some 18 KiB each, follows the
/// largest number of such calls that were made at once.
public final class MessageBatch {
    /// How many datagrams one call moves at most.
    public static final int MAX_DATAGRAMS = 64;

    private static final int ADDRESS_ROOM = 128;
    private static final Deque<MessageBatch> FREE = new ArrayDeque<>();

    private final MemorySegment headers;
    private final MemorySegment vectors;
    private final MemorySegment[] addresses = new MemorySegment[MAX_DATAGRAMS];
    private final MemorySegment[] controls = new MemorySegment[MAX_DATAGRAMS];
    private final Calls.Call receiving;
    private final Calls.Call sending;
    private int count;

    private MessageBatch() {
        Arena arena = Arena.global();
        headers = arena.allocate((long) MAX_DATAGRAMS * Abi.MMSGHDR_SIZE, 8);
        vectors = arena.allocate((long) MAX_DATAGRAMS * Abi.IOVEC_SIZE, 8);
        MemorySegment names = arena.allocate((long) MAX_DATAGRAMS * ADDRESS_ROOM, 8);
        MemorySegment infos = arena.allocate((long) MAX_DATAGRAMS * PacketInfo.ROOM, 8);
        for (int i = 0; i < MAX_DATAGRAMS; i++) {
            controls[i] = infos.asSlice((long) i * PacketInfo.ROOM, PacketInfo.ROOM);
            addresses[i] = names.asSlice((long) i * ADDRESS_ROOM, ADDRESS_ROOM);
            headers.set(JAVA_LONG, at(i) + Abi.MSG_IOV, vectors.address() + (long) i * Abi.IOVEC_SIZE);
            headers.set(JAVA_LONG, at(i) + Abi.MSG_IOVLEN, 1);
        }
        receiving = (fd, memory) -> Libc.recvmmsg(memory.errno, fd, headers, count, Abi.MSG_TRUNC);
        sending = (fd, memory) -> Libc.sendmmsg(memory.errno, fd, headers, count, Abi.MSG_NOSIGNAL);
    }

    private static long at(int i) {
        return (long) i * Abi.MMSGHDR_SIZE;
    }

    /// Receives into the slots; how many datagrams, or the negative error number.
    ///
    /// @param controlRoom room for control messages: 0 for none
    public static <A> long receive(
            Calls calls,
            List<DatagramSlot<A>> slots,
            AddressCodec<A> codec,
            SourceAddressDecoder<A> sources,
            int controlRoom,
            A own)
            throws NetException {
        MessageBatch batch = take();
        try {
            batch.prepareToReceive(slots, codec.size(), controlRoom);
            long received = calls.call(RefCountedFd.READING, "receive", batch.receiving);
            for (int i = 0; i < received; i++) {
                batch.deliver(i, slots.get(i), sources, own);
            }
            return received;
        } finally {
            // The system was told plain numbers.
            Reference.reachabilityFence(slots);
            release(batch);
        }
    }

    private <A> void prepareToReceive(List<DatagramSlot<A>> slots, int addressSize, int controlRoom) {
        count = Math.min(slots.size(), MAX_DATAGRAMS);
        for (int i = 0; i < count; i++) {
            MemorySegment memory = slots.get(i).memory();
            point(i, memory.address(), memory.byteSize());
            name(i, addresses[i].address(), addressSize);
            control(i, controlRoom);
        }
    }

    private void point(int i, long address, long length) {
        vectors.set(JAVA_LONG, (long) i * Abi.IOVEC_SIZE, address);
        vectors.set(JAVA_LONG, (long) i * Abi.IOVEC_SIZE + Abi.IOV_LEN, length);
    }

    private void name(int i, long address, int length) {
        headers.set(JAVA_LONG, at(i), address);
        headers.set(JAVA_INT, at(i) + Abi.MSG_NAMELEN, length);
    }

    private void control(int i, int length) {
        headers.set(JAVA_LONG, at(i) + Abi.MSG_CONTROL, length == 0 ? 0 : controls[i].address());
        headers.set(JAVA_LONG, at(i) + Abi.MSG_CONTROLLEN, length);
    }

    private <A> void deliver(int i, DatagramSlot<A> slot, SourceAddressDecoder<A> sources, A own) {
        int realLength = headers.get(JAVA_INT, at(i) + Abi.MSG_LEN);
        int length = (int) Math.min(realLength, slot.memory().byteSize());
        A sender = sources.of(addresses[i], headers.get(JAVA_INT, at(i) + Abi.MSG_NAMELEN));
        long controlLength = headers.get(JAVA_LONG, at(i) + Abi.MSG_CONTROLLEN);
        slot.received(length, realLength, sender, sources.local(controls[i], controlLength, own));
    }

    /// Sends what is in the slots; how many datagrams went, or the negative error number. One that cannot be
    /// sent at all ends the batch, and fails if it is the first.
    public static <A> long send(
            Calls calls, List<DatagramSlot<A>> slots, int from, int to, AddressCodec<A> codec, int largest, A own)
            throws NetException {
        MessageBatch batch = take();
        try {
            batch.prepareToSend(slots, from, to, codec, largest, own);
            return calls.call(RefCountedFd.WRITING, "send", batch.sending);
        } finally {
            // The system was told plain numbers.
            Reference.reachabilityFence(slots);
            release(batch);
        }
    }

    private <A> void prepareToSend(
            List<DatagramSlot<A>> slots, int from, int to, AddressCodec<A> codec, int largest, A own)
            throws NetException {
        int wanted = Math.min(to - from, MAX_DATAGRAMS);
        for (count = 0; count < wanted; count++) {
            try {
                prepareToSend(count, slots.get(from + count), codec, largest, own);
            } catch (NetException e) {
                if (count == 0) {
                    throw e;
                }
                return;
            }
        }
    }

    private <A> void prepareToSend(int i, DatagramSlot<A> slot, AddressCodec<A> codec, int largest, A own)
            throws NetException {
        if (slot.length() > largest) {
            throw NetException.of(ErrorKind.MESSAGE_TOO_LONG, "send", slot.length() + " bytes, at most " + largest);
        }
        point(i, slot.memory().address(), slot.length());
        if (slot.hasAddress()) {
            name(i, addresses[i].address(), codec.write(slot.address(), addresses[i], "send"));
        } else {
            name(i, 0, 0);
        }
        control(i, slot.local().isPresent() ? codec.writeLocal(slot.local().get(), own, controls[i], "send") : 0);
    }

    private static MessageBatch take() {
        synchronized (FREE) {
            return FREE.isEmpty() ? new MessageBatch() : FREE.pop();
        }
    }

    private static void release(MessageBatch batch) {
        synchronized (FREE) {
            FREE.push(batch);
        }
    }
}
