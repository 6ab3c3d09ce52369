package dev.minato.platform.linux.loop;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// The handshake (Dekker) between a loop that is about to sleep and threads that submit work from outside.
///
/// ```
///  the loop                              another thread
///  --------                              --------------
///  asleep = true                         put the work into the queue
///  queue empty?  no: asleep = false      asleep?  yes: asleep = false, and wake the loop
///       yes: sleep
/// ```
///
/// Each writes before it reads, so at least one of them sees what the other did; of many that submit at once,
/// one wakes.
final class Doorbell {
    private final AtomicBoolean asleep = new AtomicBoolean();

    /// Called by the loop: true if it may sleep, and will be woken for what comes from now on.
    boolean maySleep(BooleanSupplier idle) {
        asleep.set(true);
        if (idle.getAsBoolean()) {
            return true;
        }
        asleep.set(false);
        return false;
    }

    /// The loop's call after its sleep.
    void awake() {
        asleep.set(false);
    }

    /// Whether the loop sleeps, or is just about to find out whether it may.
    boolean isAsleep() {
        return asleep.get();
    }

    /// After work was put into the queue: true for the one who has to wake the loop.
    boolean ring() {
        return asleep.get() && asleep.getAndSet(false);
    }
}
