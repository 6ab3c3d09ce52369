package dev.minato.platform.linux.sys;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A file descriptor that is not closed while a syscall uses it, nor used once it is closing: the fd may
/// have been reused for another socket by then.
///
/// ```
///  state:   CLOSING | READING | WRITING | count of other calls
///
///  enter    one compare-and-set; refused when CLOSING
///             the first in a direction gets its lane, and with it that half of the CallBuffer
///             one that finds its lane taken is only counted, and is lent other memory
///  exit     one subtraction; what is left is CLOSING alone: the last one out
///  refuse   sets CLOSING, once; nobody is in a call: the one who did is the last one out
/// ```
///
/// Nothing blocks in here: the last one out releases the descriptor, and a closer waits for that in a queue
/// of its own. Between enter and exit a thread must not block on a monitor, nor park.
public final class RefCountedFd {
    public static final int REFUSED = 0;
    public static final int READING = 1 << 1;
    public static final int WRITING = 1 << 2;
    static final int COUNTED = 1 << 3;
    private static final int CLOSING = 1;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(RefCountedFd.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// The owner of an fd, who closes it.
    @FunctionalInterface
    public interface Owner {
        /// Called once, when the fd is refused and no call is in flight; by whichever thread that is. Must not
        /// block.
        void releaseDescriptor();
    }

    private final int fd;
    private final Owner owner;

    @SuppressWarnings("UnusedVariable") // through the VarHandle
    private volatile int state;

    public RefCountedFd(int fd, Owner owner) {
        this.fd = fd;
        this.owner = owner;
    }

    /// The fd, for a thread that has entered, and for the owner's release.
    public int fd() {
        return fd;
    }

    /// Begins a call in a lane: returns the lane itself, [#COUNTED] if another call has it, or [#REFUSED].
    public int enter(int lane) {
        for (; ; ) {
            int now = state;
            if ((now & CLOSING) != 0) {
                return REFUSED;
            }
            int claim = (now & lane) == 0 ? lane : COUNTED;
            if (STATE.compareAndSet(this, now, now + claim)) {
                return claim;
            }
        }
    }

    /// Ends a call, with what [#enter] returned.
    public void exit(int claim) {
        if ((int) STATE.getAndAdd(this, -claim) - claim == CLOSING) {
            owner.releaseDescriptor();
        }
    }

    public boolean isClosing() {
        return (state & CLOSING) != 0;
    }

    /// Refuses calls from now on; true for the first to do so. The fd is released when this returns, or by
    /// the last call in flight.
    public boolean refuse() {
        int before = (int) STATE.getAndBitwiseOr(this, CLOSING);
        if (before == 0) {
            owner.releaseDescriptor();
        }
        return (before & CLOSING) == 0;
    }
}
