package dev.minato.codec;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;

/// Why a message cannot be written as a line.
final class LineFault {
    private LineFault() {}

    static NetException tooLong(int max) {
        return NetException.of(ErrorKind.MESSAGE_TOO_LONG, "encode", "a line of more than " + max + " bytes");
    }

    /// The index counts from the message's beginning, in its own units.
    static NetException invalid(String what, int index) {
        return NetException.of(ErrorKind.INVALID_INPUT, "encode", what + " at index " + index);
    }

    /// A CR that would be taken for part of the line's end, or stands where none may.
    static NetException carriageReturn(LineFormat format, int index) {
        return invalid(format.isStrict() ? "carriage return" : "carriage return before the line's end", index);
    }
}
