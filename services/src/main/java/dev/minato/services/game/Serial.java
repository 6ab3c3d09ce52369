package dev.minato.services.game;

/// Sequence numbers of 16 bits, which begin anew at their end (RFC 1982): of two, that one is newer which is less
/// than half a round ahead.
final class Serial {
    private Serial() {}

    // @start region="difference"
    /// Returns how far `a` is ahead of `b`: from −32,768 to 32,767.
    static int difference(int a, int b) {
        return (short) (a - b);
    }
    // @end

    static boolean isNewer(int a, int b) {
        return difference(a, b) > 0;
    }

    /// Returns the number that is so far ahead.
    static int plus(int serial, int steps) {
        return (serial + steps) & 0xffff;
    }
}
