package dev.minato.platform.linux.ring;

import dev.minato.atomic.VarHandles;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Errno;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The right to read from one stream, and the one piece that the ring has read from it.
///
/// ```
///              arm                 data, or the end                 claim
///   EMPTY ────────────▶ ARMED ───────────────────────▶ FULL ──────────────────▶ READING
///    ▲ │                  │                             ▲                        │  │
///    │ │                  │ nothing after all           └──── something is left ─┘  │
///    │ └── claim: READING │                                                         │
///    └────────────────────┴────────────────────── nothing is left ◀─────────────────┘
///
///   EMPTY, FULL, READING ── close ──▶ CLOSED
/// ```
///
/// Who has claimed it may read from the kernel, too. So bytes are never read by two at once, of whom one might
/// keep for later what comes first. The ring reads only while somebody waits for it, and one piece at most.
public final class Inbound {
    /// The longest piece.
    public static final int MAX_PIECE = ProvidedBuffers.SIZE;

    private static final int EMPTY = 0;
    private static final int ARMED = 1;
    private static final int FULL = 2;
    private static final int READING = 3;
    private static final int CLOSED = 4;
    private static final VarHandle STATE = VarHandles.ofField(MethodHandles.lookup(), "state", int.class);
    private static final int NO_BUFFER = -1;

    @SuppressWarnings("UnusedVariable") // through the VarHandle
    private volatile int state = EMPTY;

    // Belong to the loop while it is armed, to the one who claimed it while it is being read.
    private int buffer = NO_BUFFER;
    private int at;
    private int left;

    /// The end (0) or the failure (the negative errno) that came in place of bytes; 1 for neither.
    private int end = 1;

    private @Nullable ProvidedBuffers buffers;

    /// Claims the right to arm it; false if it is not empty.
    public boolean arm() {
        return STATE.compareAndSet(this, EMPTY, ARMED);
    }

    /// Ends what [#arm] began, when nothing came.
    public void disarm() {
        boolean _ = STATE.compareAndSet(this, ARMED, EMPTY);
    }

    public boolean isArmed() {
        return state == ARMED;
    }

    /// Notes what a receive has brought; false if that is nothing.
    boolean received(ProvidedBuffers from, int result, int flags) {
        boolean hasBuffer = (flags & RingAbi.IORING_CQE_F_BUFFER) != 0;
        if (result > 0 && hasBuffer) {
            buffers = from;
            buffer = flags >>> RingAbi.IORING_CQE_BUFFER_SHIFT;
            at = 0;
            left = result;
            state = FULL;
            return true;
        }
        if (hasBuffer) {
            from.give(flags >>> RingAbi.IORING_CQE_BUFFER_SHIFT);
        }
        return received(result);
    }

    /// As [#received(ProvidedBuffers, int, int)], of what came without a buffer.
    boolean received(int result) {
        if (isNothing(result)) {
            disarm();
            return false;
        }
        end = result;
        state = FULL;
        return true;
    }

    /// No buffer was left, or it was cancelled, or woken for nothing: a read asks the kernel itself.
    private static boolean isNothing(int result) {
        return result == -Errno.ENOBUFS
                || result == -Errno.ECANCELED
                || result == -Errno.EAGAIN
                || result == -Errno.EINTR;
    }

    /// Claims the right to read; false if another has it, or the ring.
    public boolean claim() {
        int now = state;
        return (now == EMPTY || now == FULL) && STATE.compareAndSet(this, now, READING);
    }

    /// Whether the one who claimed it is to take what is here before asking the kernel.
    public boolean hasPiece() {
        return buffer != NO_BUFFER || end <= 0;
    }

    /// Moves bytes to `into`, whose position stays; returns how many, 0 at the end, or the negative errno.
    public int take(ByteBuffer into, int length, int flags) {
        boolean peeking = (flags & Abi.MSG_PEEK) != 0;
        if (buffer == NO_BUFFER) {
            int came = end;
            if (!peeking) {
                end = 1;
            }
            return came;
        }
        int count = Math.min(left, length);
        pieces().copy(buffer, at, into, count);
        if (!peeking) {
            at += count;
            left -= count;
        }
        return count;
    }

    private ProvidedBuffers pieces() {
        ProvidedBuffers from = buffers;
        if (from == null) {
            throw new AssertionError("no piece");
        }
        return from;
    }

    /// The buffer that was read to its end, which its ring gets back, or -1.
    public int finished() {
        if (buffer == NO_BUFFER || left > 0) {
            return NO_BUFFER;
        }
        int done = buffer;
        buffer = NO_BUFFER;
        return done;
    }

    /// Whether the piece was as long as a buffer, so that more may have been there.
    public boolean wasWhole() {
        return at == ProvidedBuffers.SIZE;
    }

    /// Takes the failure that came in place of bytes, if it did; 0 for none.
    public int takeFailure() {
        int failure = buffer == NO_BUFFER && end < 0 ? end : 0;
        if (failure < 0) {
            end = 1;
        }
        return failure;
    }

    /// Ends a claim; false if it was closed meanwhile, and what is left is the caller's to give back.
    public boolean release() {
        return STATE.compareAndSet(this, READING, hasPiece() ? FULL : EMPTY);
    }

    /// Ends everything; returns the buffer that nobody read to its end, or -1. Nothing is under way in the ring.
    public int close() {
        int before = (int) STATE.getAndSet(this, CLOSED);
        return before == FULL ? buffer : NO_BUFFER;
    }

    /// Whether the buffer is one that was given to the caller.
    public static boolean isBuffer(int buffer) {
        return buffer != NO_BUFFER;
    }

    /// What is left to the one whose claim was closed.
    public int leftover() {
        return buffer;
    }
}
