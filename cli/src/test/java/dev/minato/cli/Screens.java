package dev.minato.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// A terminal of 80 by 24 characters in which a shell runs: what is typed, and what is to be seen (tmux).
final class Screens implements AutoCloseable {
    private static final long PATIENCE = 60_000_000_000L;
    private static final long BETWEEN_LOOKS = 20_000_000;

    private final Path socket;

    Screens(Path folder) {
        this.socket = folder.resolve("tmux");
        tmux("-u", "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "sh");
        List<String> _ = awaitLine("[#$] ?");
    }

    private String tmux(String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "LC_ALL=C.UTF-8", "tmux", "-S", socket.toString()));
        command.addAll(List.of(arguments));
        return Program.outputOf("", command.toArray(String[]::new));
    }

    /// Types a line.
    void type(String line) {
        tmux("send-keys", "-l", line);
        press("Enter");
    }

    /// Presses keys, by their names in tmux(1).
    void press(String... keys) {
        var command = new ArrayList<>(List.of("send-keys"));
        command.addAll(List.of(keys));
        tmux(command.toArray(String[]::new));
    }

    void resize(int columns, int rows) {
        tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
    }

    /// What is to be seen now.
    List<String> lines() {
        return tmux("capture-pane", "-p").lines().toList();
    }

    /// Waits until what is to be seen is as described.
    List<String> await(String what, Predicate<List<String>> seen) {
        long end = System.nanoTime() + PATIENCE;
        List<String> lines = lines();
        while (!seen.test(lines)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never seen: " + what + "; but\n" + String.join("\n", lines));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
            lines = lines();
        }
        return lines;
    }

    /// Waits until a line is there that matches.
    List<String> awaitLine(String pattern) {
        return await(pattern, lines -> lines.stream().anyMatch(line -> line.matches(pattern)));
    }

    @Override
    public void close() {
        tmux("kill-server");
    }
}
