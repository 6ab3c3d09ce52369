package dev.minato.platform.kernel;

import dev.minato.atomic.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// [CallsInFlight] in a word of their own: `ENDING | calls in flight`.
public final class CallCount implements CallsInFlight {
    private static final int ENDING = Integer.MIN_VALUE;
    private static final VarHandle STATE = VarHandles.ofField(MethodHandles.lookup(), "state", int.class);

    private volatile int state;

    /// No calls, and no end.
    public CallCount() {}

    /// Begins a syscall that may be told of a failure; the result is for [#exit].
    public boolean enter() {
        for (; ; ) {
            int now = state;
            if (now < 0) {
                return false;
            }
            if (STATE.compareAndSet(this, now, now + 1)) {
                return true;
            }
        }
    }

    /// Ends a call, after its failure was noted; true for the one that decides the end.
    public boolean exit(boolean counted) {
        return counted && (int) STATE.getAndAdd(this, -1) == ENDING + 1;
    }

    @Override
    public void end() {
        STATE.getAndBitwiseOr(this, ENDING);
    }

    @Override
    public boolean isEnding() {
        return state < 0;
    }

    @Override
    public boolean isUndecided() {
        int now = state;
        return now < 0 && now != ENDING;
    }
}
