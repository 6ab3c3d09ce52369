package dev.minato.stress;

import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.Waiter;

/// A parker that never stops a thread, and whose clock stands still: whatever ends a wait is one of the
/// actors.
final class SpinParker implements Parker {
    private final long now;

    SpinParker(long now) {
        this.now = now;
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public void park(Waiter waiter) {
        Thread.onSpinWait();
    }

    @Override
    public void unpark(Waiter waiter) {}

    @Override
    public void yieldCarrier() {}

    @Override
    public void forget(Waiter waiter) {}
}
