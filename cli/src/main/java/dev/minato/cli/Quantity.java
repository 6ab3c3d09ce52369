package dev.minato.cli;

/// A number on the command line with a unit right behind it, such as `5s` or `64KiB`.
///
/// @param unit what follows the digits; empty if nothing does
record Quantity(long count, String unit) {
    /// More would overflow a `long`.
    private static final int MAX_DIGITS = 18;

    /// Parses a quantity; its count is -1 for no digits or too many.
    static Quantity read(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        boolean fits = digits > 0 && digits <= MAX_DIGITS;
        return new Quantity(fits ? Long.parseLong(text, 0, digits, 10) : -1, text.substring(digits));
    }
}
