package dev.minato.platform.kernel;

/// The kernel's monotonic clock (CLOCK_MONOTONIC, clock_gettime(2)), which other processes on the machine read,
/// too. On Linux that is what HotSpot reads in `System.nanoTime`.
public final class MonotonicClock {
    private MonotonicClock() {}

    /// Returns its time in microseconds.
    public static long micros() {
        return System.nanoTime() / 1000;
    }
}
