package dev.minato.platform.linux;

import dev.minato.atomic.VarHandles;
import dev.minato.platform.linux.loop.Poller;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.linux.ring.GatheredSends;
import dev.minato.platform.linux.ring.RingOperation;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.wait.WaitCondition;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/// The writing direction of a [StreamRing]: the wait for room, the poll of it, and sends that are gathered
/// with those of other tasks.
final class RingWriter extends RingOperation implements WaitCondition {
    private static final VarHandle ARMED = VarHandles.ofField(MethodHandles.lookup(), "armed", boolean.class);

    private final StreamRing stream;
    private final RefCountedFd descriptor;
    private final ReadinessState writable;
    private final Runnable submitting = this::submit;
    private volatile boolean armed;

    RingWriter(StreamRing stream, ReadinessState writable) {
        this.stream = stream;
        this.descriptor = stream.descriptor;
        this.writable = writable;
    }

    @Override
    public boolean holds() {
        arm();
        return writable.isReady();
    }

    /// Asks the ring, if somebody is to be told and nobody has.
    void arm() {
        if (!stream.isUsed() || writable.isReady() || !ARMED.compareAndSet(this, false, true)) {
            return;
        }
        if (!descriptor.tryRetain()) {
            armed = false;
        } else {
            stream.poller().run(submitting);
        }
    }

    private void submit() {
        if (descriptor.isClosing()) {
            completed(-Errno.ECANCELED, 0);
        } else {
            stream.ring().poll(this, descriptor.fd(), Abi.POLLOUT);
        }
    }

    @Override
    protected void completed(int result, int flags) {
        armed = false;
        writable.event(result > 0 && (result & Abi.POLLHUP) != 0);
        descriptor.exit(RefCountedFd.COUNTED);
    }

    boolean isArmed() {
        return armed;
    }

    /// Whether a send of that length is to be gathered with those of other tasks: there are others, which may
    /// send, too.
    boolean gathers(int length) {
        if (!stream.isUsed() || length > GatheredSends.SIZE) {
            return false;
        }
        Poller poller = stream.poller();
        return poller.isHere() && poller.hasOthers() && stream.ring().sends().hasRoom();
    }

    /// Sends with the next round, and returns after it: how many bytes, or the negative errno. Called after
    /// [#gathers], by a call that keeps the fd open.
    int send(ByteBuffer from, int length) {
        GatheredSends sends = stream.ring().sends();
        int slot = sends.take(from, length);
        stream.ring().send(slot, descriptor.fd(), length);
        do {
            stream.poller().awaitPoll();
        } while (sends.result(slot) == GatheredSends.PENDING);
        int result = sends.result(slot);
        sends.give(slot);
        return result;
    }
}
