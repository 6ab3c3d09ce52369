package dev.minato.stress;

import dev.minato.platform.Parking;
import dev.minato.platform.Waiter;

/// A parking that never stops a thread, and whose clock stands still: whatever ends a wait is one of the
/// actors.
final class SpinParking implements Parking {
    private final long now;

    SpinParking(long now) {
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
    public void giveWay() {}

    @Override
    public void forget(Waiter waiter) {}
}
