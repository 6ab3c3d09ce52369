package dev.minato.platform.linux;

import dev.minato.atomic.VarHandles;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.linux.ring.HandedSubmission;
import dev.minato.platform.linux.ring.RingOperation;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.wait.WaitCondition;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The writing direction of a [StreamRing]: the wait for room, and the poll of it.
final class RingWriter extends RingOperation implements WaitCondition {
    private static final VarHandle ARMED = VarHandles.ofField(MethodHandles.lookup(), "armed", boolean.class);

    private final StreamRing stream;
    private final RefCountedFd descriptor;
    private final ReadinessState writable;
    private final HandedSubmission handed = new HandedSubmission(this::submit);
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
            handed.ask();
            stream.poller().run(handed);
        }
    }

    /// As [RingReader#submitHanded].
    void submitHanded() {
        handed.run();
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
}
