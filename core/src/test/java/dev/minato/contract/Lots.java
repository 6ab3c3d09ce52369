package dev.minato.contract;

import java.time.Duration;
import java.util.Random;

/// Moments drawn from a seed, for what has to hold whenever something happens.
final class Lots {
    private final Random random;

    /// @param seed the same seed draws the same lots
    Lots(long seed) {
        this.random = new Random(seed);
    }

    /// A time of up to that many microseconds, seldom 0; short ones come more often than long ones.
    Duration upTo(int microseconds) {
        return Duration.ofNanos(1 + (long) (microseconds * 1000L * square(random.nextDouble())));
    }

    private static double square(double number) {
        return number * number;
    }

    /// A number from 1 to `most`.
    int from1To(int most) {
        return 1 + random.nextInt(most);
    }

    /// Yes or no.
    boolean either() {
        return random.nextBoolean();
    }

    /// Passes that time without a wait, which an interrupt would end.
    void spin(int microseconds) {
        long end = System.nanoTime() + upTo(microseconds).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
