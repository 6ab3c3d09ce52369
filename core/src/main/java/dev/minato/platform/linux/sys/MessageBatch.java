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

    /// The most bytes that the kernel is to cut into datagrams. It would take 65,507, but from 65,494 on (65,474
    /// for IPv6) a receiver on the same machine that coalesces gets them one by one.
    private static final int MAX_BURST = 65_400;

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

    /// Sends what is in the slots, `from` before `to`: how many slots went whole, with [NativeIo#SHORT] if the
    /// kernel did not take all messages, or the negative errno. 0 is a part of the first. One that cannot be
    /// sent at all ends the batch, and fails if it is the first.
    ///
    /// @param segments the most datagrams that the kernel is to cut one message into
    /// @param messages the most messages to send
    static <A> long send(
            CountedCalls calls,
            List<DatagramSlot<A>> slots,
            int from,
            int to,
            AddressCodec<A> codec,
            A own,
            int segments,
            int messages)
            throws NetException {
        MessageBatch batch = FREE.take();
        try {
            batch.prepareToSend(slots, from, to, codec, own, segments, Math.min(messages, MAX_DATAGRAMS));
            long sent = calls.call(RefCountedFd.WRITING, "send", batch.sendmmsg);
            return sent < 0 ? sent : batch.settle(slots, from, (int) sent);
        } finally {
            // The iovecs hold raw addresses: keep the slots reachable until the syscall returns.
            Reference.reachabilityFence(slots);
            FREE.release(batch);
        }
    }

    private <A> void prepareToSend(
            List<DatagramSlot<A>> slots, int from, int to, AddressCodec<A> codec, A own, int segments, int messages)
            throws NetException {
        count = 0;
        for (int i = from; i < to && count < messages; i++) {
            try {
                prepareToSend(slots.get(i), codec, own, segments, messages);
            } catch (NetException e) {
                if (count == 0) {
                    throw e;
                }
                return;
            }
        }
    }

    /// Prepares the messages of one slot: several, if the kernel does not take all of its datagrams as one.
    private <A> void prepareToSend(DatagramSlot<A> slot, AddressCodec<A> codec, A own, int segments, int messages)
            throws NetException {
        DatagramMeta<A> meta = slot.meta();
        int size = meta.segmentSize();
        if (size > codec.maxDatagram()) {
            throw NetException.of(ErrorKind.MESSAGE_TOO_LONG, "send", size + " bytes, at most " + codec.maxDatagram());
        }
        int piece = meta.isSegmented() ? Math.clamp(MAX_BURST / size, 1, segments) * size : size;
        int at = meta.sent();
        do {
            int length = Math.min(piece, meta.length() - at);
            headers.setBytes(count, slot.memory().address() + at, length);
            headers.setAddress(
                    count, meta.hasAddress() ? codec.write(meta.address(), headers.address(count), "send") : 0);
            boolean cut = length > size;
            headers.setControl(count, ControlMessages.write(meta, own, codec, cut, headers.control(count)));
            count++;
            at += length;
        } while (at < meta.length() && count < messages);
    }

    private <A> long settle(List<DatagramSlot<A>> slots, int from, int sent) {
        int whole = 0;
        for (int i = 0; i < sent; i++) {
            DatagramMeta<A> meta = slots.get(from + whole).meta();
            int at = meta.sent() + headers.length(i);
            boolean isWhole = at >= meta.length();
            meta.setSent(isWhole ? 0 : at);
            whole += isWhole ? 1 : 0;
        }
        return sent < count ? whole | NativeIo.SHORT : whole;
    }
}
