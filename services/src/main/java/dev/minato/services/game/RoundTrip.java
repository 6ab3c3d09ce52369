package dev.minato.services.game;

/// The time from an input to the first snapshot that knows of it, without that which the server kept it; smoothed as
/// TCP does (RFC 6298, section 2).
final class RoundTrip {
    private final long[] sentAt = new long[Prediction.SIZE];
    private long smoothed;
    private long variation;
    private int lastHeard;
    private boolean isKnown;

    void sent(int input, long now) {
        sentAt[input & Prediction.SIZE - 1] = now;
    }

    /// Measures, if the server has heard an input for the first time that was sent within the last two seconds.
    ///
    /// @param newest the last input that was sent
    /// @param age how long ago the server heard it, in nanoseconds
    void heard(int input, int newest, long age, long now) {
        int before = Serial.difference(newest, input);
        if (Serial.isNewer(input, lastHeard) && before >= 0 && before < Prediction.SIZE) {
            lastHeard = input;
            sample(Math.max(0, now - sentAt[input & Prediction.SIZE - 1] - age));
        }
    }

    private void sample(long nanos) {
        if (isKnown) {
            variation += (Math.abs(smoothed - nanos) - variation) / 4;
            smoothed += (nanos - smoothed) / 8;
        } else {
            smoothed = nanos;
            variation = nanos / 2;
            isKnown = true;
        }
    }

    /// Nanoseconds; 0 until it is known.
    long nanos() {
        return smoothed;
    }

    /// How much it varies, in nanoseconds.
    long variation() {
        return variation;
    }
}
