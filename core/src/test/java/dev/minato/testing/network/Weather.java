package dev.minato.testing.network;

import java.time.Duration;

/// What a network does to the packets that cross it.
///
/// @param loss which part of them is lost, from 0 to 1
/// @param delay how long each is on its way, on average
/// @param jitter how far from the average that may be
/// @param overtaking whether a packet may arrive before one that was sent earlier
/// @param silenced the version of IP, 4 or 6, of which nothing arrives; 0 for none
public record Weather(double loss, Duration delay, Duration jitter, boolean overtaking, int silenced) {
    /// All arrives at once.
    public static final Weather FINE = new Weather(0, Duration.ZERO, Duration.ZERO, false, 0);

    /// Nothing arrives.
    public static final Weather BLACK_HOLE = FINE.losing(1);

    /// The same, and that part is lost.
    public Weather losing(double part) {
        return new Weather(part, delay, jitter, overtaking, silenced);
    }

    /// The same, and packets take their time, each in its turn.
    public Weather delaying(Duration average, Duration more) {
        return new Weather(loss, average, more, overtaking, silenced);
    }

    /// The same, and packets overtake each other.
    public Weather reordering() {
        return new Weather(loss, delay, jitter, true, silenced);
    }

    /// The same, and nothing of that version of IP arrives.
    public Weather silencing(int version) {
        return new Weather(loss, delay, jitter, overtaking, version);
    }
}
