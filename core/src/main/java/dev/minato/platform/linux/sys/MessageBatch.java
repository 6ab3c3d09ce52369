package dev.minato.platform.linux.sys;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.DatagramMeta;
import dev.minato.platform.DatagramSlot;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;

/// Several datagrams, for one recvmmsg(2) or sendmmsg(2); their bytes are those of the slots, in place.
final class MessageBatch {
    static final int MAX_DATAGRAMS = 64;

    private static final FreeList<MessageBatch> FREE = new FreeList<>(MessageBatch::new);

    private final MessageHeaders headers = new MessageHeaders(MAX_DATAGRAMS);
    private final CountedCalls.Call recvmmsg =
            (fd, lent) -> MessageCalls.receive(lent, fd, headers, this.count, Abi.MSG_TRUNC);
    private final CountedCalls.Call sendmmsg = (fd, lent) -> MessageCalls.send(lent, fd, headers, this.count);
    private int count;

    private MessageBatch() {}

    /// Receives into the slots; how many datagrams, or the negative errno.
    ///
    /// @param controlRoom room for control messages: 0 for none
    static <A> long receive(
            CountedCalls calls,
            List<DatagramSlot<A>> slots,
            AddressCodec<A> codec,
            SourceAddressDecoder<A> sources,
            int controlRoom,
            A own)
            throws NetException {
        MessageBatch batch = FREE.take();
        try {
            batch.prepareToReceive(slots, codec.size(), controlRoom);
            long received = calls.call(RefCountedFd.READING, "receive", batch.recvmmsg);
            for (int i = 0; i < received; i++) {
                batch.deliver(i, slots.get(i), sources, own);
            }
            return received;
        } finally {
            // The iovecs hold raw addresses: keep the slots reachable until the syscall returns.
            Reference.reachabilityFence(slots);
            FREE.release(batch);
        }
    }

    private <A> void prepareToReceive(List<DatagramSlot<A>> slots, int addressRoom, int controlRoom) {
        count = Math.min(slots.size(), MAX_DATAGRAMS);
        for (int i = 0; i < count; i++) {
            MemorySegment memory = slots.get(i).memory();
            headers.setBytes(i, memory.address(), memory.byteSize());
            headers.setAddress(i, addressRoom);
            headers.setControl(i, controlRoom);
        }
    }

    private <A> void deliver(int i, DatagramSlot<A> slot, SourceAddressDecoder<A> sources, A own) {
        int realLength = headers.realLength(i);
        int length = (int) Math.min(realLength, slot.memory().byteSize());
        slot.meta().received(length, realLength, headers.sender(i, sources));
        headers.readControl(i, sources, own, slot.meta());
    }

    /// Sends what is in the slots; how many datagrams went, or the negative errno. One that cannot be sent
    /// at all ends the batch, and fails if it is the first.
    static <A> long send(
            CountedCalls calls,
            List<DatagramSlot<A>> slots,
            int from,
            int to,
            AddressCodec<A> codec,
            int largest,
            A own)
            throws NetException {
        MessageBatch batch = FREE.take();
        try {
            batch.prepareToSend(slots, from, to, codec, largest, own);
            return calls.call(RefCountedFd.WRITING, "send", batch.sendmmsg);
        } finally {
            // The iovecs hold raw addresses: keep the slots reachable until the syscall returns.
            Reference.reachabilityFence(slots);
            FREE.release(batch);
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
        DatagramMeta<A> meta = slot.meta();
        if (meta.length() > largest) {
            throw NetException.of(ErrorKind.MESSAGE_TOO_LONG, "send", meta.length() + " bytes, at most " + largest);
        }
        headers.setBytes(i, slot.memory().address(), meta.length());
        headers.setAddress(i, meta.hasAddress() ? codec.write(meta.address(), headers.address(i), "send") : 0);
        headers.setControl(i, ControlMessages.write(meta, own, codec, headers.control(i), "send"));
    }
}
