package dev.minato.platform.wait;

/// A parker that never stops a thread, and whose clock stands still: whatever ends a wait is one of the
/// actors. A wait that nothing ends shows as a test that does not end.
public class SpinParker implements Parker {
    private final long now;

    /// A parker whose clock says `now`.
    public SpinParker(long now) {
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
    public void schedule(TimerEntry entry) {}

    @Override
    public void forget(TimerEntry entry) {}
}
