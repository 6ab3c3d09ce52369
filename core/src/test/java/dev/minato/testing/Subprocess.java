package dev.minato.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that a test starts. Threads of its own read its output and feed its input, so that neither side
/// blocks the other on a full pipe, and a deadline kills it with its descendants, whatever the test is doing.
public final class Subprocess implements AutoCloseable {
    /// How long a process may live unless it is started with another lifetime.
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> command;
    private final Output output;

    private Subprocess(ProcessBuilder builder, Duration lifetime) throws IOException {
        this.command = builder.command();
        this.process = builder.start();
        this.output = Output.of(process.getInputStream(), command);
        process.onExit().orTimeout(lifetime.toMillis(), TimeUnit.MILLISECONDS).exceptionally(_ -> {
            System.err.println("killed after " + lifetime + ": " + command);
            kill(process);
            return process;
        });
    }

    /// Starts it; its standard error is ours.
    public static Subprocess start(List<String> command) throws IOException {
        return start(command, LIFETIME);
    }

    /// Starts it with another lifetime.
    public static Subprocess start(List<String> command, Duration lifetime) throws IOException {
        return start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT), lifetime);
    }

    /// Starts it; its output is what it writes to standard output and standard error.
    public static Subprocess startMerged(List<String> command) throws IOException {
        return start(new ProcessBuilder(command).redirectErrorStream(true), LIFETIME);
    }

    /// Starts it with redirections of the caller, except that of standard input and standard output.
    public static Subprocess start(ProcessBuilder builder, Duration lifetime) throws IOException {
        return new Subprocess(builder, lifetime);
    }

    /// Whether it can be started and exits with 0.
    public static boolean succeeds(String... command) throws InterruptedException {
        try (var process = startMerged(List.of(command))) {
            return process.closeInput().exitCode() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /// Writes to its input.
    public void say(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    /// Feeds it all its input on another thread, and closes the input.
    public Subprocess feed(byte[] input) {
        Thread.ofPlatform().daemon().name("feeds " + command.getFirst()).start(() -> {
            try (var stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException e) {
                // It ended before it had read everything; its output and exit code say whether that is right.
            }
        });
        return this;
    }

    /// Ends its input.
    public Subprocess closeInput() {
        return feed(new byte[0]);
    }

    /// The next line of its output; fails if there is none.
    public String line() {
        return output.line();
    }

    /// The output that was not returned yet, until its end.
    public byte[] rest() {
        return output.rest();
    }

    /// As [#rest], decoded.
    public String text() {
        return new String(rest(), UTF_8);
    }

    /// Its process ID.
    public long pid() {
        return process.pid();
    }

    /// Whether it has not ended.
    public boolean isRunning() {
        return process.isAlive();
    }

    /// Asks it to end (SIGTERM). Its output can still be read.
    public Subprocess terminate() {
        process.toHandle().destroy();
        return this;
    }

    /// Blocks until it has ended, at most until its lifetime is over.
    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// Kills it and its descendants.
    @Override
    public void close() {
        kill(process);
    }
}
