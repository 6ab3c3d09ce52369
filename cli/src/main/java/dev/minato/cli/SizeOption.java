package dev.minato.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The converter of positive numbers on the command line: counts such as `10000`, and sizes in bytes such as
/// `4096`, `64KiB`, `256MiB`, `1GiB`.
final class SizeOption implements ITypeConverter<Long> {
    private static final int KIBI = 10;
    private static final int MEBI = 20;
    private static final int GIBI = 30;

    private final long max;
    private final boolean unitAllowed;
    private final String why;

    private SizeOption(long max, boolean unitAllowed, String why) {
        this.max = max;
        this.unitAllowed = unitAllowed;
        this.why = why;
    }

    static SizeOption count(long max) {
        return new SizeOption(max, false, "");
    }

    static SizeOption bytes(long max) {
        return new SizeOption(max, true, "");
    }

    /// As [#bytes(long)], with the reason for the maximum, such as `half the heap`.
    static SizeOption bytes(long max, String why) {
        return new SizeOption(max, true, why);
    }

    @Override
    public Long convert(String text) {
        Quantity quantity = Quantity.read(text);
        int shift = shift(quantity.unit());
        if (quantity.count() < 0 || shift < 0 || shift > 0 && !unitAllowed) {
            throw new TypeConversionException("'" + text + "' is not a "
                    + (unitAllowed ? "size such as 4096, 64KiB or 256MiB" : "number such as 10000"));
        }
        if (quantity.count() == 0 || quantity.count() > max >> shift) {
            throw new TypeConversionException("'" + text + "' is not from 1 to " + (unitAllowed ? text(max) : max)
                    + (why.isEmpty() ? "" : " (" + why + ")"));
        }
        return quantity.count() << shift;
    }

    /// Returns the shift from a count in this unit to bytes; -1 for an unknown unit.
    private static int shift(String unit) {
        return switch (unit) {
            case "" -> 0;
            case "KiB" -> KIBI;
            case "MiB" -> MEBI;
            case "GiB" -> GIBI;
            default -> -1;
        };
    }

    /// Returns the shortest text that converts to this size.
    static String text(long bytes) {
        if (bytes % (1L << MEBI) == 0) {
            return (bytes >> MEBI) + "MiB";
        }
        return bytes % (1L << KIBI) == 0 ? (bytes >> KIBI) + "KiB" : Long.toString(bytes);
    }
}
