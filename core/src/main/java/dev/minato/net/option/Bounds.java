package dev.minato.net.option;

import java.time.Duration;
import java.util.Objects;

/// Bounds of the value of an option or a setting: IllegalArgumentException outside of them, before the kernel
/// takes it for something else.
public final class Bounds {
    private Bounds() {}

    /// Returns a value that is at least 1.
    public static int positive(int value, String operation) {
        return within(1, Integer.MAX_VALUE, value, operation);
    }

    /// Returns a value that is from `min` to `max`.
    public static int within(int min, int max, int value, String operation) {
        if (value < min || value > max) {
            String allowed = max == Integer.MAX_VALUE ? "at least " + min : "from " + min + " to " + max;
            throw new IllegalArgumentException(operation + ": must be " + allowed + ", not " + value);
        }
        return value;
    }

    /// Returns an argument that is from `min` to `max`.
    public static int argument(String name, int min, int max, int value) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be from " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    /// Returns an argument that is positive.
    public static Duration argument(String name, Duration value) {
        if (!Objects.requireNonNull(value, name).isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
        return value;
    }
}
