package dev.minato.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Programs of the machine that talk to Minato. Without one the test is aborted by name.
public final class Tool {
    private Tool() {}

    /// Starts it.
    public static Subprocess start(String... command) throws IOException {
        require(command[0]);
        return Subprocess.start(List.of(command));
    }

    /// Runs it to its end with `input`; returns its output.
    public static String output(String input, String... command) throws IOException {
        return new String(output(input.getBytes(UTF_8), command), UTF_8);
    }

    /// As the text.
    public static byte[] output(byte[] input, String... command) throws IOException {
        try (var tool = start(command)) {
            return tool.feed(input).rest();
        }
    }

    /// Goes on if the machine has it.
    public static void require(String program) {
        Requirement.that(program, isThere(program));
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
