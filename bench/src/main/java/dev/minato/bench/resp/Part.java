package dev.minato.bench.resp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The parts of a message of RESP: lines with a number, such as `*2` and `$5`, and strings of that length. Nothing is
/// checked, since both sides are ours or Lettuce.
///
/// It looks at a buffer without taking from it.
final class Part {
    private static final int LINE_END = 2;

    private final ByteBuffer input;

    /// Where it has come to.
    private int at;

    /// Of the last line.
    private int number;

    Part(ByteBuffer input) {
        this.input = input;
        this.at = input.position();
    }

    int at() {
        return at;
    }

    int number() {
        return number;
    }

    /// Goes past a line; false if it is not whole.
    boolean line() {
        int digits = 0;
        int sign = 1;
        for (int i = at; i < input.limit(); i++) {
            byte next = input.get(i);
            if (next == '\n') {
                number = sign * digits;
                at = i + 1;
                return true;
            } else if (next == '-') {
                sign = -1;
            } else if (next >= '0' && next <= '9') {
                digits = 10 * digits + next - '0';
            }
        }
        return false;
    }

    /// Whether a string of that many bytes is there.
    boolean hasString() {
        return at + number + LINE_END <= input.limit();
    }

    /// Goes past a string.
    byte[] string() {
        var bytes = new byte[number];
        input.get(at, bytes);
        at += number + LINE_END;
        return bytes;
    }

    /// Writes a line of a type and a number.
    static void putLine(char type, int number, ByteBuffer output) {
        output.put((byte) type);
        if (number < 10) {
            output.put((byte) ('0' + number));
        } else {
            output.put(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
        }
        output.put((byte) '\r').put((byte) '\n');
    }

    static void putString(byte[] bytes, ByteBuffer output) {
        putLine('$', bytes.length, output);
        output.put(bytes).put((byte) '\r').put((byte) '\n');
    }
}
