package dev.minato.codec;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;

/// A length in decimal or hexadecimal digits: a fixed number of them, or as many as stand before a
/// terminator.
///
/// ```
///   fixed, 4     "0039"        terminated by ':'     "5:"
/// ```
final class TextLength implements FrameHeader {
    /// The most digits of a length that a `long` holds.
    private static final int MAX_DIGITS = 15;

    private final int radix;
    private final int fixed;
    private final byte terminator;
    private final int adjustment;
    private final int headerAlone;
    private int length;
    private long frame;

    /// @param fixed how many digits, or 0 for as many as stand before the terminator
    /// @param headerAlone values below this one are frames without a payload, whatever they say
    TextLength(int radix, int fixed, byte terminator, int adjustment, int headerAlone) {
        this.radix = radix;
        this.fixed = fixed;
        this.terminator = terminator;
        this.adjustment = adjustment;
        this.headerAlone = headerAlone;
    }

    @Override
    public boolean parse(ByteBuffer input) throws NetException {
        long value = 0;
        int most = fixed == 0 ? MAX_DIGITS : fixed;
        int digits = 0;
        for (; digits < most; digits++) {
            int at = input.position() + digits;
            if (at >= input.limit()) {
                return false;
            }
            byte next = input.get(at);
            if (fixed == 0 && digits > 0 && next == terminator) {
                return found(value, digits + 1);
            }
            checkLeadingZero(value, digits);
            value = value * radix + digit(next);
        }
        if (fixed > 0) {
            return found(value, fixed);
        }
        if (input.remaining() <= most) {
            return false;
        }
        if (input.get(input.position() + most) == terminator) {
            return found(value, most + 1);
        }
        throw FrameHeader.invalid("a length of more than " + MAX_DIGITS + " digits");
    }

    private boolean found(long value, int length) {
        this.length = length;
        this.frame = value < headerAlone ? length : FrameHeader.sum(value, (long) length + adjustment);
        return true;
    }

    /// Who takes "007" for a length and who does not would disagree on where the frame ends.
    private void checkLeadingZero(long value, int digits) throws NetException {
        if (fixed == 0 && digits > 0 && value == 0) {
            throw FrameHeader.invalid("a length with a zero in front");
        }
    }

    private int digit(byte text) throws NetException {
        int digit = text < 0 ? -1 : Character.digit(text, radix);
        if (digit < 0) {
            throw FrameHeader.invalid("no digit of a length: byte 0x" + Integer.toHexString(text & 0xff));
        }
        return digit;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int maxLength() {
        return fixed == 0 ? MAX_DIGITS + 1 : fixed;
    }

    @Override
    public long frame() {
        return frame;
    }

    @Override
    public int lengthFor(long payload) {
        long value = payload - adjustment;
        int digits = digitsOf(value);
        if (value < headerAlone || digits > (fixed == 0 ? MAX_DIGITS : fixed)) {
            return UNSAYABLE;
        }
        return fixed == 0 ? digits + 1 : fixed;
    }

    @Override
    public void write(long payload, ByteBuffer output) {
        long value = payload - adjustment;
        int digits = Math.max(fixed, digitsOf(value));
        int at = output.position();
        output.position(at + digits);
        long left = value;
        for (int i = at + digits - 1; i >= at; i--) {
            output.put(i, (byte) Character.forDigit((int) (left % radix), radix));
            left /= radix;
        }
        if (fixed == 0) {
            output.put(terminator);
        }
    }

    private int digitsOf(long value) {
        int digits = 1;
        for (long left = value / radix; left > 0; left /= radix) {
            digits++;
        }
        return digits;
    }
}
