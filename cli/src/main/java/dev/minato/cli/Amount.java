package dev.minato.cli;

import java.util.Locale;

/// Texts of amounts that change from second to second: short, and about as long each time.
final class Amount {
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final String[] TIMES = {"ns", "µs", "ms", "s"};

    private Amount() {}

    /// Returns bytes in the largest unit of which there is one, such as `12.3 KiB`.
    static String bytes(long count) {
        double amount = count;
        int unit = 0;
        while (amount >= 1024 && unit < BYTES.length - 1) {
            amount /= 1024;
            unit++;
        }
        return (unit == 0 ? Long.toString(count) : decimal(amount)) + " " + BYTES[unit];
    }

    /// Returns a time in the largest unit of which there is one, such as `41 µs`; `-` for zero.
    static String time(long nanos) {
        if (nanos <= 0) {
            return "-";
        }
        double amount = nanos;
        int unit = 0;
        while (amount >= 1000 && unit < TIMES.length - 1) {
            amount /= 1000;
            unit++;
        }
        return (unit == 0 ? Long.toString(nanos) : decimal(amount)) + " " + TIMES[unit];
    }

    /// Returns how many there were in a second.
    static String rate(double perSecond) {
        return perSecond >= 10 || perSecond == 0
                ? String.format(Locale.ROOT, "%,.0f", perSecond)
                : String.format(Locale.ROOT, "%.1f", perSecond);
    }

    private static String decimal(double amount) {
        return String.format(Locale.ROOT, amount < 100 ? "%.1f" : "%.0f", amount);
    }
}
