package dev.minato.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/// The option for TLS that `serve` and `connect` share.
final class TlsOptions {
    private TlsOptions() {}

    static OptionSpec applicationProtocols(String description) {
        return Commands.option("--alpn", "NAME,...", text -> text, String.class)
                .description(description)
                .build();
    }

    /// The names of the option's value; none if it was not given.
    static List<String> applicationProtocols(OptionSpec option) throws Failure {
        String text = option.<@Nullable String>getValue();
        if (text == null) {
            return List.of();
        }
        List<String> names = List.of(text.split(",", -1));
        if (names.stream().anyMatch(name -> name.isEmpty() || name.length() > 255)) {
            throw Failure.usage("--alpn takes names of 1 to 255 characters, separated by commas");
        }
        return names;
    }
}
