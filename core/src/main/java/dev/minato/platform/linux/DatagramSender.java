package dev.minato.platform.linux;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.DatagramMeta;
import dev.minato.platform.DatagramSlot;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.UserMemory;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tries to send of one datagram socket: by send(2) and its kin, or with the next round of the ring of
/// its loop.
final class DatagramSender<A> {
    private final SocketFd fd;
    private final AddressCodec<A> codec;
    private final ErrorQueue errors;
    private final UnixRoom room;
    private final BatchSender<A> batches;
    private final SendStreak streak;
    private final ReadinessState writable;
    private final @Nullable RingSender gathered;

    DatagramSender(SocketFd fd, AddressCodec<A> codec, ErrorQueue errors) {
        this.fd = fd;
        this.codec = codec;
        this.errors = errors;
        this.room = new UnixRoom(fd);
        this.batches = new BatchSender<>(fd, codec);
        this.streak = new SendStreak(fd.registration);
        this.writable = fd.registration.writable;
        this.gathered = fd.registration.sender;
    }

    /// Whether the kernel cuts datagrams from one piece.
    boolean isOffloaded() throws NetException {
        return batches.isOffloaded();
    }

    /// Takes note that a wait begins.
    void waits() {
        streak.end();
    }

    /// Whether the last send to an address had no room that the kernel would report.
    boolean lacksRoom() {
        return room.isLacking();
    }

    /// Waits for that.
    Outcome awaitRoom(Handle handle, long deadline) throws NetException {
        return room.await(handle, deadline);
    }

    /// One try to send what is in the slots, `from` before `to`; how many went whole.
    int send(List<DatagramSlot<A>> slots, int from, int to, A own, boolean connected) throws NetException {
        long tick = writable.tick();
        boolean full = false;
        try {
            DatagramMeta<A> first = slots.get(from).meta();
            long count;
            int tries = 0;
            do {
                count = batches.send(slots, from, to, own, connected);
            } while (count == 0 || errors.isOfAnother(count, ++tries));
            check(count, first.segmentSize(), !first.hasAddress());
            full = count == Errno.NOT_NOW;
            room.note(full && first.hasAddress());
            streak.note(count);
            return (int) Math.max(0, count);
        } finally {
            writable.endTry(tick, full);
        }
    }

    /// One try to send a datagram to the peer; false if there was no room.
    boolean send(ByteBuffer buffer) throws NetException {
        return send(buffer, null, null, null);
    }

    /// As [#send(ByteBuffer)], to an address.
    boolean send(ByteBuffer buffer, A to) throws NetException {
        boolean sent = send(buffer, to, null, null);
        room.note(!sent);
        return sent;
    }

    /// As [#send(ByteBuffer)], to an address and from one of the machine's own; `own` is the socket's.
    boolean send(ByteBuffer buffer, @Nullable A to, @Nullable A from, @Nullable A own) throws NetException {
        int length = buffer.remaining();
        int max = codec.maxDatagram();
        if (length > max) {
            throw NetException.of(ErrorKind.MESSAGE_TOO_LONG, "send", length + " bytes, at most " + max);
        }
        long tick = writable.tick();
        boolean full = false;
        try {
            long result;
            int tries = 0;
            do {
                result = sendOnce(buffer, length, to, from, own);
            } while (errors.isOfAnother(result, ++tries));
            check(result, length, to == null);
            full = result == Errno.NOT_NOW;
            if (!full) {
                buffer.position(buffer.limit());
                streak.note(1);
            }
            return !full;
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("send", e);
        } finally {
            writable.endTry(tick, full);
        }
    }

    /// A ring of a kernel before 6.1 takes no address, and says EINVAL: sendto(2) says what it is.
    private long sendOnce(ByteBuffer buffer, int length, @Nullable A to, @Nullable A from, @Nullable A own)
            throws NetException {
        if (to != null && from != null && own != null) {
            return fd.io.sendFrom(buffer, to, from, codec, own);
        }
        if (gathered != null && gathered.gathers(length)) {
            long result = sendWithRound(gathered, buffer, length, to);
            if (result != -Errno.EINVAL) {
                return result;
            }
        }
        return to == null ? fd.io.send(buffer, length) : fd.io.sendTo(buffer, to, codec);
    }

    private long sendWithRound(RingSender ring, ByteBuffer buffer, int length, @Nullable A to) throws NetException {
        long claim = fd.calls.begin(RefCountedFd.WRITING, "send");
        try {
            return to == null ? ring.send(buffer, length) : ring.sendTo(buffer, length, to, codec);
        } finally {
            fd.calls.end(claim);
        }
    }

    /// Throws what a send of so many bytes failed with, unless there was no room.
    private void check(long result, int length, boolean toPeer) throws NetException {
        try {
            Errno.check(result, "send");
        } catch (NetException e) {
            throw e.kind() == ErrorKind.MESSAGE_TOO_LONG && toPeer && !fd.isUnix() ? tooLongForPath(length, e) : e;
        }
    }

    /// Adds the maximum of the path to the peer, if that is known.
    private NetException tooLongForPath(int length, NetException failure) {
        try {
            int mtu = OptionCalls.get(fd, PlatformOptions.PATH_MTU);
            String detail = length + " bytes; a packet to the peer has at most " + mtu + ", with its headers";
            return NetException.of(ErrorKind.MESSAGE_TOO_LONG, failure.operation(), detail);
        } catch (NetException noPeerAnyMore) {
            return failure;
        }
    }
}
