package dev.minato.platform.linux;

import dev.minato.error.NetException;
import dev.minato.platform.DatagramMeta;
import dev.minato.platform.DatagramSlot;
import dev.minato.platform.linux.loop.ReadinessState;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The datagrams that the kernel handed over at once (udp(7), `UDP_GRO`), for receives that have no room for
/// them all: received into a buffer of the socket's own, and handed out one by one.
///
/// ```
///  kernel ──▶ slot, 64 KiB    │ 1,200 │ 1,200 │ 1,200 │ 700 │            ──▶ receive, peek, a batch of small places
///                                     ▲ next                length
///
///  kernel ──▶ a batch of places of 64 KiB, as they come; what is held first
/// ```
///
/// While it holds some, the socket is readable whatever the kernel says. The memory is made at the first receive.
final class HeldBurst<A> {
    /// What the kernel hands over at once is less.
    private static final int ROOM = 64 * 1024;

    private final ReadinessState readable;
    private final Kernel<A> kernel;
    private @Nullable List<DatagramSlot<A>> own;
    private boolean isHolding;
    private int next;

    /// What came behind the last datagram of a batch, for the next receive.
    private @Nullable NetException untold;

    HeldBurst(ReadinessState readable, Kernel<A> kernel) {
        this.readable = readable;
        this.kernel = kernel;
    }

    /// The receive that leaves things as the kernel has them.
    @FunctionalInterface
    interface Kernel<A> {
        /// Receives into the slots; how many, 0 for not now.
        int receive(List<DatagramSlot<A>> slots) throws NetException;
    }

    /// Receives one datagram into the buffer, or looks at it; false for not now.
    synchronized boolean receive(ByteBuffer buffer, boolean take, DatagramMeta<A> into) throws NetException {
        tell();
        DatagramSlot<A> slot = held();
        if (!isHolding && !fill()) {
            return false;
        }
        copy(slot, buffer, take, into);
        noteHeld();
        return true;
    }

    /// Receives into the slots, several datagrams into each if they have room for whatever comes; how many slots,
    /// 0 for not now.
    synchronized int receive(List<DatagramSlot<A>> slots) throws NetException {
        tell();
        if (slots.getFirst().memory().byteSize() < ROOM) {
            return receiveSingly(slots);
        }
        if (!isHolding) {
            return kernel.receive(slots);
        }
        moveTo(slots.getFirst());
        noteHeld();
        return 1;
    }

    private int receiveSingly(List<DatagramSlot<A>> slots) throws NetException {
        DatagramSlot<A> from = held();
        int count = 0;
        try {
            while (count < slots.size() && (isHolding || fill())) {
                copy(from, slots.get(count).room(), true, slots.get(count).meta());
                count++;
            }
        } catch (NetException e) {
            if (count == 0) {
                throw e;
            }
            untold = e;
        }
        noteHeld();
        return count;
    }

    private void tell() throws NetException {
        NetException failure = untold;
        if (failure != null) {
            untold = null;
            noteHeld();
            throw failure;
        }
    }

    private DatagramSlot<A> held() {
        if (own == null) {
            own = List.of(new DatagramSlot<>(ByteBuffer.allocateDirect(ROOM)));
        }
        return own.getFirst();
    }

    private boolean fill() throws NetException {
        isHolding = own != null && kernel.receive(own) > 0;
        next = 0;
        return isHolding;
    }

    private void copy(DatagramSlot<A> slot, ByteBuffer buffer, boolean take, DatagramMeta<A> into) {
        DatagramMeta<A> all = slot.meta();
        int size = Math.min(all.segmentSize(), all.length() - next);
        int length = Math.min(size, buffer.remaining());
        buffer.put(buffer.position(), slot.bytes(), next, length);
        buffer.position(buffer.position() + length);
        into.received(length, size, all);
        if (take) {
            next += size;
            isHolding = next < all.length();
        }
    }

    private void moveTo(DatagramSlot<A> to) {
        DatagramSlot<A> from = held();
        int length = from.meta().length() - next;
        to.room().put(0, from.bytes(), next, length);
        to.meta().received(length, length, from.meta());
        to.meta().setSegmentSize(from.meta().segmentSize());
        isHolding = false;
    }

    private void noteHeld() {
        boolean holds = isHolding || untold != null;
        if (holds != readable.isHeld()) {
            readable.setHeld(holds);
        }
    }
}
