package dev.minato.platform.linux.ring;

import dev.minato.error.NetException;
import dev.minato.platform.linux.sys.Abi;

/// The ring of one event loop: what its streams wait for, what they send, and the loop's epoll instance, which
/// tells of all other sockets.
///
/// ```
///  a round     submit what the tasks queued ─▶ wait, if nothing else is to do ─▶ deliver what is complete
///
///  user_data   -1 epoll    -2 of no interest    1 << 32 | slot: a send    slot: an operation
/// ```
///
/// Confined to the loop's thread.
public final class LoopRing {
    private static final long EPOLL = -1;
    private static final long OF_NO_INTEREST = -2;
    private static final long SEND = 1L << 32;

    final ProvidedBuffers buffers;
    private final Ring ring;
    private final int epoll;
    private final OperationTable operations = new OperationTable();
    private final GatheredSends sends = new GatheredSends();
    private boolean epollIsReady;

    private LoopRing(Ring ring, int epoll) throws NetException {
        this.ring = ring;
        this.epoll = epoll;
        buffers = new ProvidedBuffers(ring);
    }

    /// Opens the ring of a loop that polls that epoll instance otherwise. UNSUPPORTED and its like where there is
    /// none to be had.
    public static LoopRing open(int epoll) throws NetException {
        Ring ring = Ring.open();
        try {
            return new LoopRing(ring, epoll);
        } catch (Throwable failed) {
            ring.close();
            throw failed;
        }
    }

    /// Closes it; only for one that was never used.
    public void close() {
        ring.close();
    }

    /// Called by the loop's thread before all else.
    public void enable() {
        ring.enable();
        pollEpoll();
    }

    private void pollEpoll() {
        ring.push(RingAbi.IORING_OP_POLL_ADD, 0, 0, epoll, 0, RingAbi.IORING_POLL_ADD_MULTI, Abi.POLLIN, EPOLL);
    }

    /// Has bytes received, as soon as there are any, into one of the provided buffers.
    public void receive(RingOperation operation, int fd) {
        int slot = operations.add(operation);
        int how = RingAbi.IORING_RECVSEND_POLL_FIRST;
        ring.push(RingAbi.IORING_OP_RECV, RingAbi.IOSQE_BUFFER_SELECT, how, fd, 0, 0, 0, slot);
    }

    /// Completes `operation` when one of the `events` of poll(2) is there.
    public void poll(RingOperation operation, int fd, int events) {
        int slot = operations.add(operation);
        ring.push(RingAbi.IORING_OP_POLL_ADD, 0, 0, fd, 0, 0, events, slot);
    }

    /// Has `operation` end soon, if it is under way.
    public void cancel(RingOperation operation) {
        if (operation.slot != RingOperation.IDLE) {
            ring.push(RingAbi.IORING_OP_ASYNC_CANCEL, 0, 0, -1, operation.slot, 0, 0, OF_NO_INTEREST);
        }
    }

    /// Notes in `inbound` what a receive has brought; false if that is nothing.
    public boolean received(Inbound inbound, int result, int flags) {
        return inbound.received(buffers, result, flags);
    }

    /// Gives a buffer back to the kernel.
    public void giveBack(int buffer) {
        buffers.give(buffer);
    }

    /// The sends of the round.
    public GatheredSends sends() {
        return sends;
    }

    /// Queues the send of what [GatheredSends#take] has copied, for an fd that nobody closes meanwhile.
    public void send(int slot, int fd, int length) {
        int flags = Abi.MSG_NOSIGNAL | Abi.MSG_DONTWAIT;
        ring.push(RingAbi.IORING_OP_SEND, 0, 0, fd, sends.bytesOf(slot), length, flags, SEND | slot);
    }

    /// As [#send], to the address that [GatheredSends#addressOfNext] was filled with, which is so long.
    public void sendTo(int slot, int fd, int length, int addressLength) {
        send(slot, fd, length);
        ring.addressLast(sends.addressOf(slot).address(), addressLength);
    }

    /// Submits what is queued and delivers what is complete, once there is something if `wait`; whether epoll has
    /// events.
    public boolean round(boolean wait) {
        ring.enter(wait);
        while (ring.hasNext()) {
            long at = ring.next();
            complete(ring.data(at), ring.result(at), ring.flags(at));
        }
        boolean ready = epollIsReady;
        epollIsReady = false;
        return ready;
    }

    private void complete(long data, int result, int flags) {
        if (data >= SEND) {
            sends.completed((int) data, result);
        } else if (data >= 0) {
            operations.remove((int) data).completed(result, flags);
        } else if (data == EPOLL) {
            epollIsReady = true;
            if ((flags & RingAbi.IORING_CQE_F_MORE) == 0) {
                pollEpoll();
            }
        }
    }
}
