package dev.minato.services.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/// A parser of decimal numbers as programs print them: `17`, `-0.5`, `1e+21`, `NaN`, `inf`.
///
/// Reads what C's `strtod` does, but for hexadecimal numbers and spaces, to the nearest `double`. Numbers
/// of up to 15 digits, which are nearly all, allocate nothing: their digits and the power of ten are exact,
/// so that one multiplication rounds correctly (Clinger's fast path).
final class DecimalText {
    private static final int MAX_EXACT_DIGITS = 15;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final int MAX_EXPONENT = 100_000;

    private double value;
    private long mantissa;
    private int digits;
    private int fractionDigits;

    /// The number that was parsed.
    double value() {
        return value;
    }

    /// Parses what stands from `from` to before `to`; returns false if that is no number.
    boolean parse(ByteBuffer input, int from, int to) {
        int at = from;
        boolean isNegative = at < to && input.get(at) == '-';
        if (isNegative || at < to && input.get(at) == '+') {
            at++;
        }
        if (at < to && (input.get(at) | 0x20) >= 'i') {
            return word(input, at, to, isNegative);
        }
        int end = mantissa(input, at, to);
        if (digits < 0) {
            return false;
        }
        int exponent = end == to ? 0 : exponent(input, end, to);
        if (exponent > MAX_EXPONENT) {
            return false;
        }
        value = compose(input, from, to, exponent - fractionDigits, isNegative);
        return true;
    }

    private boolean word(ByteBuffer input, int from, int to, boolean isNegative) {
        if (is("nan", input, from, to)) {
            value = Double.NaN;
            return true;
        }
        value = isNegative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        return is("inf", input, from, to) || is("infinity", input, from, to);
    }

    private static boolean is(String word, ByteBuffer input, int from, int to) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((input.get(from + i) | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Reads digits with at most one point among them; returns the index behind them. Without a digit
    /// `digits` is -1.
    private int mantissa(ByteBuffer input, int from, int to) {
        mantissa = 0;
        digits = 0;
        fractionDigits = 0;
        boolean hasDigit = false;
        boolean isFraction = false;
        int at = from;
        for (; at < to; at++) {
            byte next = input.get(at);
            if (next == '.' && !isFraction) {
                isFraction = true;
            } else if (next >= '0' && next <= '9') {
                hasDigit = true;
                digit(next - '0', isFraction);
            } else {
                break;
            }
        }
        digits = hasDigit ? digits : -1;
        return at;
    }

    private void digit(int digit, boolean isFraction) {
        digits += mantissa == 0 && digit == 0 ? 0 : 1;
        fractionDigits += isFraction ? 1 : 0;
        if (digits <= MAX_EXACT_DIGITS) {
            mantissa = mantissa * 10 + digit;
        }
    }

    /// Returns the number behind an `e`; more than `MAX_EXPONENT` if that is none. Saturates, as the value
    /// then is 0 or infinite whatever the digits are.
    private static int exponent(ByteBuffer input, int from, int to) {
        int at = from + 1;
        boolean isNegative = at < to && input.get(at) == '-';
        if (isNegative || at < to && input.get(at) == '+') {
            at++;
        }
        if ((input.get(from) | 0x20) != 'e' || at == to) {
            return Integer.MAX_VALUE;
        }
        int exponent = 0;
        for (; at < to; at++) {
            byte next = input.get(at);
            if (next < '0' || next > '9') {
                return Integer.MAX_VALUE;
            }
            exponent = Math.min(MAX_EXPONENT, exponent * 10 + next - '0');
        }
        return isNegative ? -exponent : exponent;
    }

    private double compose(ByteBuffer input, int from, int to, int power, boolean isNegative) {
        if (digits > MAX_EXACT_DIGITS || Math.abs(power) >= POWERS.length) {
            return Double.parseDouble(text(input, from, to));
        }
        double size = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
        return isNegative ? -size : size;
    }

    private static String text(ByteBuffer input, int from, int to) {
        var bytes = new byte[to - from];
        input.get(from, bytes);
        return new String(bytes, US_ASCII);
    }
}
