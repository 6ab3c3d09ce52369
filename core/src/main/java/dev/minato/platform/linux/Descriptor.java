package dev.minato.platform.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A descriptor that cannot be closed while a call uses it, nor used once it is closing: the number may belong
/// to another socket by then.
///
/// ```
///  state:   CLOSING | READING | WRITING | how many calls more
///
///  enter    one compare-and-set; refused when CLOSING
///             the first in a direction gets its lane, and with it that half of the socket's Cell
///             one that finds its lane taken is only counted, and brings its own memory
///  exit     one subtraction
///  close    sets CLOSING; only the thread that did goes on, once nobody is in a call any more
/// ```
///
/// Calls never block, so the wait of the closing thread is a short spin.
final class Descriptor {
    static final int REFUSED = 0;
    static final int READING = 1 << 1;
    static final int WRITING = 1 << 2;
    static final int COUNTED = 1 << 3;
    private static final int CLOSING = 1;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Descriptor.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int number;

    @SuppressWarnings("UnusedVariable") // through the VarHandle
    private volatile int state;

    Descriptor(int number) {
        this.number = number;
    }

    /// The number, for a thread that has entered.
    int number() {
        return number;
    }

    /// Begins a call in a lane: the lane itself, [#COUNTED] if another thread has it, or [#REFUSED].
    int enter(int lane) {
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
    void exit(int claim) {
        STATE.getAndAdd(this, -claim);
    }

    boolean isClosing() {
        return (state & CLOSING) != 0;
    }

    /// True for the one call that may close the number: no other thread uses it, or ever will.
    @SuppressWarnings("ThreadPriorityCheck") // a call in progress is over in microseconds
    boolean close() {
        int before = (int) STATE.getAndBitwiseOr(this, CLOSING);
        if ((before & CLOSING) != 0) {
            return false;
        }
        for (int spins = 0; state != CLOSING; spins++) {
            if (spins < 100) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        return true;
    }
}
