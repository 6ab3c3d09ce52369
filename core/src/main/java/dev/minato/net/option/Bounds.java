package dev.minato.net.option;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;

/// Bounds of an option's value: INVALID_INPUT outside of them, before the kernel takes it for something else.
public final class Bounds {
    private Bounds() {}

    /// Returns a value that is at least 1.
    public static int positive(int value, String operation) throws NetException {
        return within(1, Integer.MAX_VALUE, value, operation);
    }

    /// Returns a value that is from `min` to `max`.
    public static int within(int min, int max, int value, String operation) throws NetException {
        if (value < min || value > max) {
            throw NetException.of(ErrorKind.INVALID_INPUT, operation, value + " is not from " + min + " to " + max);
        }
        return value;
    }
}
