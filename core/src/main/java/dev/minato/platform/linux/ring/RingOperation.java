package dev.minato.platform.linux.ring;

/// One thing that a [LoopRing] is asked to do for a socket, at most once at a time.
public abstract class RingOperation {
    static final int IDLE = -1;

    /// Where the ring keeps it while it is under way. Confined to the loop's thread.
    int slot = IDLE;

    /// Called on the loop's thread when it is over.
    ///
    /// @param result 0 or more, or the negative errno
    /// @param flags the `IORING_CQE_F_…` flags of the completion
    protected abstract void completed(int result, int flags);
}
