package dev.minato.services.game;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// How a client joins and shows. Immutable.
///
/// @param interpolationDelay how long behind the newest state others are shown, from 0 to 1 s
/// @param joinTimeout how long it asks the server to be let in; after the join, how long the server may be silent
/// @param random makes the number that a join is told apart by, which must not be guessed; a generator of its own
///     for each client, unless it can be shared by threads
public record GameClientSettings(Duration interpolationDelay, Duration joinTimeout, RandomGenerator random) {
    /// @throws IllegalArgumentException if one of them is out of its range
    public GameClientSettings {
        Objects.requireNonNull(interpolationDelay, "interpolationDelay");
        Objects.requireNonNull(joinTimeout, "joinTimeout");
        Objects.requireNonNull(random, "random");
        if (interpolationDelay.isNegative() || interpolationDelay.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException("interpolationDelay must be from 0 to 1 s, not " + interpolationDelay);
        }
        if (!joinTimeout.isPositive()) {
            throw new IllegalArgumentException("joinTimeout must be positive, not " + joinTimeout);
        }
    }

    /// 100 ms behind, and 5 s.
    public static GameClientSettings of(RandomGenerator random) {
        return new GameClientSettings(Duration.ofMillis(100), Duration.ofSeconds(5), random);
    }

    /// Returns these settings with another delay.
    public GameClientSettings withInterpolationDelay(Duration delay) {
        return new GameClientSettings(delay, joinTimeout, random);
    }

    /// Returns these settings with another time-out.
    public GameClientSettings withJoinTimeout(Duration timeout) {
        return new GameClientSettings(interpolationDelay, timeout, random);
    }
}
