package dev.minato.platform;

import dev.minato.platform.wait.Deadline;
import java.math.BigDecimal;
import java.time.Duration;

/// The deadline that a program has set for a piece of code, which fails with `DEADLINE_EXCEEDED` when it has
/// passed.
///
/// @param at when it passes, in the platform's time; [Deadline#NEVER] for never
/// @param length how long the program gave, for the message of the failure
public record Expiry(long at, Duration length) {
    /// No deadline.
    public static final Expiry NEVER = new Expiry(Deadline.NEVER, Duration.ofNanos(Deadline.NEVER));

    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final String[] SMALL_UNITS = {"ns", "us", "ms"};

    /// The deadline `length` after `now`, which is not before `now`.
    public static Expiry after(long now, Duration length) {
        return new Expiry(Deadline.after(now, Math.max(0, Deadline.nanos(length))), length);
    }

    /// Whether it has passed.
    public boolean isOver(long now) {
        return at != Deadline.NEVER && at <= now;
    }

    /// Its length for people, such as `250 ms` or `1.5 s`.
    @Override
    public String toString() {
        if (at == Deadline.NEVER) {
            return "never";
        }
        BigDecimal number = BigDecimal.valueOf(Math.max(0, Deadline.nanos(length)));
        for (String unit : SMALL_UNITS) {
            if (number.signum() > 0 && number.compareTo(THOUSAND) < 0) {
                return text(number) + " " + unit;
            }
            number = number.movePointLeft(3);
        }
        return text(number) + " s";
    }

    private static String text(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
