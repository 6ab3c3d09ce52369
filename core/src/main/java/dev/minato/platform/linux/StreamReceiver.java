package dev.minato.platform.linux;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.UserMemory;
import dev.minato.platform.kernel.StreamEnd;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.RefCountedFd;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The tries to read from one stream: by recv(2), or what the ring of its loop has read already.
final class StreamReceiver {
    private final SocketFd fd;
    private final StreamEnd end;
    private final ReadinessState readable;
    private final @Nullable RingReader ring;

    StreamReceiver(SocketFd fd, StreamEnd end) {
        this.fd = fd;
        this.end = end;
        this.readable = fd.registration.readable;
        StreamRing used = fd.registration.ring;
        this.ring = used == null ? null : used.reader;
    }

    /// One try: returns how many bytes, 0 at the end, or [Errno#NOT_NOW].
    long receive(ByteBuffer buffer, int length, int flags, String operation) throws NetException {
        return ring == null
                ? receiveFromKernel(buffer, length, flags, operation)
                : receiveByRing(ring, buffer, length, flags, operation);
    }

    private long receiveByRing(RingReader ring, ByteBuffer buffer, int length, int flags, String operation)
            throws NetException {
        long tick = readable.tick();
        if (!ring.claim(operation)) {
            readable.endTry(tick, true);
            return Errno.NOT_NOW;
        }
        try {
            return ring.hasPiece()
                    ? takePiece(ring, buffer, length, flags, operation)
                    : receiveFromKernel(buffer, length, flags, operation);
        } finally {
            ring.release();
        }
    }

    private long takePiece(RingReader ring, ByteBuffer buffer, int length, int flags, String operation)
            throws NetException {
        long count;
        try {
            count = Errno.check(ring.take(buffer, length, flags), operation);
        } catch (NetException e) {
            throw end.note(e);
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable(operation, e);
        }
        boolean looksFurther = (flags & Abi.MSG_PEEK) != 0 && count > 0 && count < length;
        return looksFurther ? count + peekBehind(buffer, (int) count, length, operation) : count;
    }

    /// A peek is to see what came behind the piece, too; who waits for more of it would wait in vain. A failure
    /// comes behind the piece, as it does behind what the kernel holds.
    private long peekBehind(ByteBuffer buffer, int count, int length, String operation) throws NetException {
        ByteBuffer rest = buffer.duplicate().position(buffer.position() + count);
        try {
            return Math.max(0, receiveFromKernel(rest, length - count, Abi.MSG_PEEK, operation));
        } catch (NetException e) {
            if (e.kind() == ErrorKind.CLOSED) {
                throw e;
            }
            return 0;
        }
    }

    private long receiveFromKernel(ByteBuffer buffer, int length, int flags, String operation) throws NetException {
        long tick = readable.tick();
        boolean drained = false;
        long claim = RefCountedFd.REFUSED;
        try {
            claim = fd.calls.begin(RefCountedFd.READING, operation);
            long count = Errno.check(fd.io.receive(claim, buffer, length, flags), operation);
            drained = isDrained(count, length, flags);
            if (ring != null) {
                ring.noteRead(count);
            }
            return count;
        } catch (NetException e) {
            throw end.note(e);
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable(operation, e);
        } finally {
            fd.calls.end(claim);
            readable.endTry(tick, drained);
        }
    }

    /// Takes the failure that the ring has read, if it has; 0 for none, else the negative errno.
    int takeFailure() {
        return ring == null ? 0 : ring.takeFailure();
    }

    /// Whether recv(2) left nothing behind. A short read of TCP did, but for urgent data; a Unix stream may
    /// stop between two writes of its peer, and what was peeked at stays.
    private boolean isDrained(long count, int asked, int flags) {
        boolean isShort = count > 0 && count < asked && flags == 0;
        return count == Errno.NOT_NOW || (isShort && !fd.registration.hadUrgentData() && !fd.isUnix());
    }
}
