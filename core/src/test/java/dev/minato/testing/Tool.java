package dev.minato.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program of the machine that talks to Minato. Without it the test is aborted by name.
public final class Tool implements AutoCloseable {
    private final Process process;

    private Tool(Process process) {
        this.process = process;
    }

    /// Starts it.
    public static Tool start(String... command) throws IOException {
        Requirement.that(command[0], isThere(command[0]));
        return new Tool(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// Runs it to its end with `input`; what it wrote.
    public static String output(String input, String... command) throws IOException {
        try (var tool = start(command)) {
            tool.send(input);
            return tool.rest();
        }
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// Writes to its input, and closes it.
    public void send(String text) throws IOException {
        try (var input = process.getOutputStream()) {
            input.write(text.getBytes(UTF_8));
        }
    }

    /// All that it writes until it ends.
    public String rest() throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    /// Ends it.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
