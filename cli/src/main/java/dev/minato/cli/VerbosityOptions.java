package dev.minato.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options `--verbose` and `--quiet`, which exclude each other.
final class VerbosityOptions {
    private final OptionSpec verbose;
    private final OptionSpec quiet;

    /// @param more what `--verbose` adds
    /// @param less what `--quiet` leaves out
    VerbosityOptions(String more, String less) {
        verbose = Commands.flag("-v", "--verbose").description(more).build();
        quiet = Commands.flag("-q", "--quiet").description(less).build();
    }

    void addTo(CommandSpec spec) {
        spec.addOption(verbose).addOption(quiet);
    }

    void check() throws Failure {
        if (isVerbose() && isQuiet()) {
            throw Failure.usage("--verbose and --quiet exclude each other");
        }
    }

    boolean isVerbose() {
        return verbose.<Boolean>getValue();
    }

    boolean isQuiet() {
        return quiet.<Boolean>getValue();
    }
}
