package dev.minato.services.game;

/// The server's time, as it shows in what comes from there, and a delay behind it: what is to be shown now. Jitter
/// hardly moves it, since it is the mean of what came in the last seconds; it never runs backwards.
final class InterpolationClock {
    private static final long MAX_ERROR = 250_000_000;
    private static final int MAX_WEIGHT = 64;

    private final long delay;
    private long offset;
    private int weight;
    private double shown;

    /// @param delay how long behind, in nanoseconds
    InterpolationClock(long delay) {
        this.delay = delay;
    }

    // @start region="clock"
    /// Takes in that the snapshot of a tick came now.
    void came(long tick, long now) {
        long error = tick * GameRules.TICK_NANOS - now - offset;
        if (weight == 0 || Math.abs(error) > MAX_ERROR) {
            weight = 0;
        }
        weight = Math.min(weight + 1, MAX_WEIGHT);
        offset += error / weight;
    }

    /// Returns the tick, with its fraction, that is to be shown now.
    double shown(long now) {
        shown = Math.max(shown, (double) (now + offset - delay) / GameRules.TICK_NANOS);
        return shown;
    }
    // @end
}
