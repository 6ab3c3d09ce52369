package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;

/// Numbers that an option can have: INVALID_INPUT for others, before the system takes them for something else.
final class Check {
    private Check() {}

    static int positive(int value, String operation) throws NetException {
        return within(1, Integer.MAX_VALUE, value, operation);
    }

    static int within(int least, int most, int value, String operation) throws NetException {
        if (value < least || value > most) {
            throw NetException.of(ErrorKind.INVALID_INPUT, operation, value + " is not from " + least + " to " + most);
        }
        return value;
    }
}
