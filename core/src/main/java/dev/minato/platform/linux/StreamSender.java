package dev.minato.platform.linux;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.TryPipe;
import dev.minato.platform.UserMemory;
import dev.minato.platform.kernel.StreamEnd;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.RefCountedFd;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The tries to write to one stream: by send(2), with the next round of the ring of its loop, or by a call that
/// sends what is in no buffer.
///
/// A send with a round returns after it, so what its caller writes next cannot overtake it, in whichever way.
final class StreamSender {
    private final SocketFd fd;
    private final StreamEnd end;
    private final ReadinessState writable;
    private final @Nullable StreamRing ring;
    private final @Nullable RingSender gathered;

    StreamSender(SocketFd fd, StreamEnd end) {
        this.fd = fd;
        this.end = end;
        this.writable = fd.registration.writable;
        this.ring = fd.registration.ring;
        this.gathered = fd.registration.sender;
    }

    /// One try: returns how many bytes, or [Errno#NOT_NOW]. A short count does not mean that the send
    /// buffer is full: TCP may take the next bytes at once, and then epoll has nothing to report.
    long send(ByteBuffer buffer, int length) throws NetException {
        if (!fd.registration.isWritingAwaited()) {
            // Who begins to wait meanwhile is told by the first event.
            return sendCounted(buffer, length);
        }
        long tick = writable.tick();
        boolean full = false;
        try {
            long count = sendCounted(buffer, length);
            full = count == Errno.NOT_NOW;
            return count;
        } finally {
            endTry(tick, full);
        }
    }

    private long sendCounted(ByteBuffer buffer, int length) throws NetException {
        long claim = fd.calls.begin(RefCountedFd.WRITING, "write");
        try {
            long count = gathered != null && gathered.gathers(length)
                    ? gathered.send(buffer, length)
                    : fd.io.send(claim, buffer, length);
            return Errno.check(withReset(count), "write");
        } catch (NetException e) {
            throw end.note(e);
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("write", e);
        } finally {
            fd.calls.end(claim);
        }
    }

    /// A call that sends what is in no buffer.
    @FunctionalInterface
    interface Sending {
        long send(long claim);
    }

    /// One try, as of [#send]: returns how many bytes, [Errno#NOT_NOW], or [TryPipe#REFUSED].
    long sendBy(Sending call) throws NetException {
        long tick = writable.tick();
        boolean full = false;
        long claim = RefCountedFd.REFUSED;
        try {
            claim = fd.calls.begin(RefCountedFd.WRITING, "write");
            long result = call.send(claim);
            if (Errno.isRefusal(result)) {
                return TryPipe.REFUSED;
            }
            long count = Errno.check(withReset(result), "write");
            full = count == Errno.NOT_NOW;
            return count;
        } catch (NetException e) {
            throw end.note(e);
        } finally {
            fd.calls.end(claim);
            endTry(tick, full);
        }
    }

    /// The kernel tells a reset once. If the ring has read it, and nobody has read that, the write is told of it.
    private long withReset(long result) {
        int reset = ring != null && result == -Errno.EPIPE ? ring.reader.takeFailure() : 0;
        return reset < 0 ? reset : result;
    }

    private void endTry(long tick, boolean full) {
        writable.endTry(tick, full);
        if (ring != null) {
            ring.rearm(Interest.WRITABLE);
        }
    }
}
