package dev.minato.platform.linux.sys;

import dev.minato.platform.kernel.CallsInFlight;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A file descriptor that is not closed while a syscall uses it, nor used once it is closing: the fd may
/// have been reused for another socket by then.
///
/// ```
///  state:   early calls:31 | ENDING:1 | count of other calls:29 | WRITING | READING | CLOSING
///
///  enter    one compare-and-set; refused when CLOSING
///             the first in a direction gets its lane, and with it memory of the socket's own
///             one that finds its lane taken is only counted, and is lent other memory
///             each is also an early one, unless ENDING
///  exit     one subtraction; what is left of the low half is CLOSING alone: the last one out
///                            of the high half ENDING alone: the end is decided
///  refuse   sets CLOSING, once; nobody is in a call: the one who did is the last one out
/// ```
///
/// The high half is what [CallsInFlight] says, in the same word, since all calls of a stream count in both.
///
/// Nothing blocks in here: the last one out releases the descriptor, and a closer waits for that in a queue
/// of its own. Between enter and exit a thread must not block on a monitor, nor park.
public final class RefCountedFd implements CallsInFlight {
    public static final long REFUSED = 0;
    public static final int READING = 1 << 1;
    public static final int WRITING = 1 << 2;
    public static final int COUNTED = 1 << 3;
    private static final int CLOSING = 1;
    private static final long ENDING = 1L << 32;
    private static final long EARLY = 1L << 33;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(RefCountedFd.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// The owner of an fd, who closes it.
    public interface Owner {
        /// Called once, when the fd is refused and no call is in flight; by whichever thread that is. Must not
        /// block.
        void releaseDescriptor();

        /// Called when the last of the early calls leaves after [#end]; by whichever thread that is. Must not block.
        default void endDecided() {}
    }

    private final int fd;
    private final Owner owner;

    @SuppressWarnings("UnusedVariable") // through the VarHandle
    private volatile long state;

    public RefCountedFd(int fd, Owner owner) {
        this.fd = fd;
        this.owner = owner;
    }

    /// The fd, for a thread that has entered, and for the owner's release.
    public int fd() {
        return fd;
    }

    /// Begins a call in a lane: returns the claim, to end it with, or [#REFUSED]. It has the lane if
    /// [#laneOf] says so.
    public long enter(int lane) {
        for (; ; ) {
            long now = state;
            if ((now & CLOSING) != 0) {
                return REFUSED;
            }
            long claim = ((now & lane) == 0 ? lane : COUNTED) + ((now & ENDING) == 0 ? EARLY : 0);
            if (STATE.compareAndSet(this, now, now + claim)) {
                return claim;
            }
        }
    }

    /// The lane that a claim has, or [#COUNTED].
    static int laneOf(long claim) {
        return (int) claim;
    }

    /// Keeps the fd open for something that is under way without a call, until [#exit] of [#COUNTED]; false if it
    /// is closing.
    public boolean tryRetain() {
        for (; ; ) {
            long now = state;
            if ((now & CLOSING) != 0) {
                return false;
            }
            if (STATE.compareAndSet(this, now, now + COUNTED)) {
                return true;
            }
        }
    }

    /// Ends a call, with what [#enter] returned.
    public void exit(long claim) {
        long left = (long) STATE.getAndAdd(this, -claim) - claim;
        if ((int) left == CLOSING) {
            owner.releaseDescriptor();
        }
        if (claim >= EARLY && isDecided(left)) {
            owner.endDecided();
        }
    }

    private static boolean isDecided(long state) {
        return (state & -ENDING) == ENDING;
    }

    @Override
    public void end() {
        STATE.getAndBitwiseOr(this, ENDING);
    }

    @Override
    public boolean isEnding() {
        return (state & ENDING) != 0;
    }

    @Override
    public boolean isUndecided() {
        long now = state;
        return (now & ENDING) != 0 && !isDecided(now);
    }

    public boolean isClosing() {
        return (state & CLOSING) != 0;
    }

    /// Refuses calls from now on; true for the first to do so. The fd is released when this returns, or by
    /// the last call in flight.
    public boolean refuse() {
        long before = (long) STATE.getAndBitwiseOr(this, (long) CLOSING);
        if ((int) before == 0) {
            owner.releaseDescriptor();
        }
        return (before & CLOSING) == 0;
    }
}
