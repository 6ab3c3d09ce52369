package dev.minato.cli;

import java.security.SecureRandom;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/// The option `--seed` of the game's commands.
final class GameSeed {
    private GameSeed() {}

    static OptionSpec option(String description) {
        return Commands.option("--seed", "N", GameSeed::convert, Long.class)
                .description(description)
                .build();
    }

    private static Long convert(String text) {
        Quantity quantity = Quantity.read(text);
        if (quantity.count() < 0 || !quantity.unit().isEmpty()) {
            throw new TypeConversionException("'" + text + "' is not a number from 0 on");
        }
        return quantity.count();
    }

    /// Returns the seed that was asked for, or any.
    static long of(OptionSpec seed) {
        return Optional.ofNullable(seed.<Long>getValue()).orElseGet(() -> (long) new SecureRandom().nextInt(1 << 30));
    }
}
