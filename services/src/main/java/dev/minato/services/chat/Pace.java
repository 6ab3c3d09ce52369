package dev.minato.services.chat;

import java.time.Duration;
import java.time.InstantSource;

/// The pace at which the lines of one peer are taken: a burst at once, and then one in each interval (GCRA,
/// the leaky bucket as a meter). For one task.
final class Pace {
    private final InstantSource clock;
    private final long interval;
    private final long tolerance;

    /// When the bucket is empty again, in milliseconds.
    private long emptyAt;

    Pace(ChatLimits limits, InstantSource clock) {
        this.clock = clock;
        this.interval = limits.interval().toMillis();
        this.tolerance = limits.burst() * interval;
        this.emptyAt = clock.millis();
    }

    /// Takes one line; returns how long to wait before the next, at most an interval, whatever the clock
    /// does.
    Duration afterLine() {
        long now = clock.millis();
        emptyAt = Math.clamp(emptyAt, now, now + tolerance) + interval;
        return Duration.ofMillis(Math.clamp(emptyAt - now - tolerance, 0, interval));
    }
}
