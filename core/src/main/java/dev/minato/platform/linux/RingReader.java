package dev.minato.platform.linux;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.linux.ring.HandedSubmission;
import dev.minato.platform.linux.ring.Inbound;
import dev.minato.platform.linux.ring.RingOperation;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/// The reading direction of a [StreamRing]: the wait for bytes, the receive or poll of it, and what that has
/// brought.
final class RingReader extends RingOperation implements WaitCondition {
    /// How long a reader whose wait is over waits for its loop, in nanoseconds.
    private static final long FOR_A_LOOK = 100_000_000;

    private final StreamRing stream;
    private final RefCountedFd descriptor;
    private final ReadinessState readable;
    private final Inbound inbound = new Inbound();

    private final HandedSubmission handed = new HandedSubmission(() -> submit(false));
    private volatile boolean receives;

    /// Whether the last piece was too long to be read ahead: a guess for the next, which races may falsify.
    private boolean longReads;

    /// Whether what is under way is a receive, and no poll. Confined to the loop's thread.
    private boolean receiving;

    RingReader(StreamRing stream, ReadinessState readable, boolean receives) {
        this.stream = stream;
        this.descriptor = stream.descriptor;
        this.readable = readable;
        this.receives = receives;
    }

    /// Has it only polled, for a socket that is not read from.
    void onlyPoll() {
        receives = false;
    }

    @Override
    public boolean holds() {
        arm();
        return readable.isReady();
    }

    /// Asks the ring, if somebody is to be told and nobody has.
    void arm() {
        if (!stream.isUsed() || readable.isReady() || !inbound.arm()) {
            return;
        }
        if (!descriptor.tryRetain()) {
            inbound.disarm();
        } else if (stream.poller().isHere()) {
            submit(true);
        } else {
            handed.ask();
            stream.poller().run(handed);
        }
    }

    /// Submits what another thread has asked for, if the loop has not come to it.
    void submitHanded() {
        handed.run();
    }

    /// @param here whether a task of the loop waits; to another thread, a buffer would have to be handed, and back
    private void submit(boolean here) {
        receiving = here && receives && !longReads;
        if (descriptor.isClosing()) {
            completed(-Errno.ECANCELED, 0);
        } else if (receiving) {
            stream.ring().receive(this, descriptor.fd());
        } else {
            stream.ring().poll(this, descriptor.fd(), Abi.POLLIN);
        }
    }

    @Override
    protected void completed(int result, int flags) {
        if (noted(result, flags)) {
            readable.hold();
        } else {
            readable.event(false);
        }
        descriptor.exit(RefCountedFd.COUNTED);
    }

    /// Whether something was received. From here on the right to read is anybody's.
    private boolean noted(int result, int flags) {
        if (receiving) {
            return stream.ring().received(inbound, result, flags);
        }
        inbound.disarm();
        return false;
    }

    boolean isArmed() {
        return inbound.isArmed();
    }

    /// Has the loop take what the kernel has, if a receive or a poll is under way, and waits for that; ignores
    /// interrupts. A loop that a task holds is not waited for: false, and it has taken nothing.
    boolean awaitLook(Parker parker) {
        if (!inbound.isArmed()) {
            return true;
        }
        var waiting = new WaitQueue(parker);
        var looked = new AtomicBoolean();
        stream.poller().run(() -> {
            look();
            looked.set(true);
            waiting.wakeAll();
        });
        waiting.awaitUninterruptibly(new Handle(), parker.now() + FOR_A_LOOK, looked::get);
        return looked.get();
    }

    /// Claims the right to read: the bytes that the ring has, or those of the kernel. False if they are on
    /// their way to somebody else. CLOSED.
    boolean claim(String operation) throws NetException {
        if (descriptor.isClosing()) {
            throw NetException.of(ErrorKind.CLOSED, operation);
        }
        boolean claimed = inbound.claim() || (lookHere() && inbound.claim());
        if (claimed) {
            readable.unhold();
        }
        return claimed;
    }

    /// Takes what the kernel has, if this is the loop's thread; whether it is.
    private boolean lookHere() {
        boolean here = stream.isUsed() && stream.poller().isHere();
        if (here && inbound.isArmed()) {
            look();
        }
        return here;
    }

    private void look() {
        submitHanded();
        stream.poller().poll();
    }

    /// After [#claim]: whether the ring has something.
    boolean hasPiece() {
        return inbound.hasPiece();
    }

    /// After [#claim], if there is a piece: how many bytes were moved, 0 at the end, or the negative errno.
    int take(ByteBuffer into, int length, int flags) {
        int count = inbound.take(into, length, flags);
        boolean whole = inbound.wasWhole();
        int done = inbound.finished();
        if (Inbound.isBuffer(done)) {
            giveBack(done);
            longReads = whole;
        }
        return count;
    }

    /// Notes how much a read of the kernel brought.
    void noteRead(long count) {
        longReads = count > Inbound.MAX_PIECE;
    }

    /// Ends a claim, and sees that those who wait are told.
    void release() {
        boolean full = inbound.hasPiece();
        if (!inbound.release()) {
            giveBack(inbound.leftover());
        } else if (full) {
            readable.hold();
        }
        readable.passWakeup();
        stream.rearm(Interest.READABLE);
    }

    private void giveBack(int buffer) {
        if (!Inbound.isBuffer(buffer)) {
            return;
        }
        if (stream.poller().isHere()) {
            stream.ring().giveBack(buffer);
        } else {
            stream.poller().run(() -> stream.ring().giveBack(buffer));
        }
    }

    /// Takes the failure that the ring has read, if it has; 0 for none, else the negative errno.
    int takeFailure() {
        if (!inbound.claim()) {
            return 0;
        }
        readable.unhold();
        try {
            return inbound.takeFailure();
        } finally {
            release();
        }
    }

    /// As [StreamRing#close].
    boolean close() {
        int unread = inbound.close();
        giveBack(unread);
        return Inbound.isBuffer(unread);
    }
}
