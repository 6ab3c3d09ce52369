package dev.minato.platform.linux;

import dev.minato.platform.Interest;
import dev.minato.platform.linux.loop.Poller;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.linux.ring.LoopRing;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.wait.WaitCondition;
import org.jspecify.annotations.Nullable;

/// What one stream asks the ring of its loop for: a receive or a poll while somebody waits to read, a poll while
/// somebody waits to write.
///
/// Each is asked for when a wait begins that is not ready (*armed*), and completes once; what is under way keeps
/// the fd open. Asking finds what has long been there, so no event is lost between two of them.
final class StreamRing {
    final RingReader reader;
    final RingWriter writer;
    final RefCountedFd descriptor;
    private final ReadinessState readable;
    private final ReadinessState writable;

    private volatile @Nullable Poller poller;

    /// @param receives whether the ring may read ahead: what it has read of a Unix stream, a close could not tell
    ///     the peer of
    StreamRing(RefCountedFd descriptor, ReadinessState readable, ReadinessState writable, boolean receives) {
        this.descriptor = descriptor;
        this.readable = readable;
        this.writable = writable;
        this.reader = new RingReader(this, readable, receives);
        this.writer = new RingWriter(this, writable);
    }

    /// Has it use the ring of that loop, also for those who wait already.
    void use(Poller ofLoop) {
        poller = ofLoop;
        rearm(Interest.READABLE);
        rearm(Interest.WRITABLE);
    }

    /// Whether somebody has waited for it, so that it has a loop.
    boolean isUsed() {
        return poller != null;
    }

    Poller poller() {
        Poller known = poller;
        if (known == null) {
            throw new AssertionError("a wait without a loop");
        }
        return known;
    }

    LoopRing ring() {
        return poller().ring();
    }

    /// What a wait is for; asks the ring for it.
    WaitCondition condition(Interest interest) {
        return interest == Interest.READABLE ? reader : writer;
    }

    /// Asks the ring for what somebody waits for, if nobody has.
    void arm(Interest interest) {
        if (interest == Interest.READABLE) {
            reader.arm();
        } else {
            writer.arm();
        }
    }

    /// After a try: those who still wait are told by the ring.
    void rearm(Interest interest) {
        ReadinessState readiness = interest == Interest.READABLE ? readable : writable;
        if (isUsed() && readiness.isWatched()) {
            arm(interest);
        }
    }

    /// Has what is under way end soon; the fd is closing. On the loop it ends before this returns, since a thread
    /// that cannot leave its loop would wait in vain.
    void cancel() {
        if (reader.isArmed() || writer.isArmed()) {
            poller().run(() -> {
                reader.submitHanded();
                writer.submitHanded();
                ring().cancel(reader);
                ring().cancel(writer);
                poller().poll();
            });
        }
    }

    /// Ends it when nothing is under way any more; whether bytes are left that nobody has read.
    boolean close() {
        return reader.close();
    }
}
