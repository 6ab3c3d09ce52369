package dev.minato.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A program that runs as a process of its own: the command `minato`, or a client of another make.
final class Program implements AutoCloseable {
    private static final int DEADLINE_SECONDS = 60;
    private static final int LIFETIME_SECONDS = 300;
    private static final List<String> FLAGS = flags();

    private final List<String> command;
    private final Process process;
    private final Transcript out;
    private final Transcript err;

    private Program(List<String> command) {
        this.command = command;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Whatever the test's thread is doing.
        process.onExit().orTimeout(LIFETIME_SECONDS, TimeUnit.SECONDS).exceptionally(_ -> {
            close();
            return process;
        });
        out = Transcript.of(process.getInputStream());
        err = Transcript.of(process.getErrorStream());
    }

    /// Starts `minato` with the arguments, from the classes under test.
    static Program minato(String... arguments) {
        return new Program(minatoCommand(arguments));
    }

    /// What starts `minato`, for those who put something before it.
    static List<String> minatoCommand(String... arguments) {
        return minatoCommand(modules(), arguments);
    }

    /// Where the modules under test and what they need are found: jars, and folders of classes.
    static String modules() {
        return Objects.requireNonNull(System.getProperty("jdk.module.path"), "the tests run on the module path");
    }

    static List<String> minatoCommand(String modules, String... arguments) {
        return javaCommand(FLAGS, modules, arguments);
    }

    /// Starts `minato` with other flags of Java than `./minato` gives.
    static Program minatoWith(List<String> flags, String... arguments) {
        return new Program(javaCommand(flags, modules(), arguments));
    }

    /// What starts `minato` with these flags of Java.
    static List<String> javaCommand(List<String> flags, String modules, String... arguments) {
        List<String> command = new ArrayList<>(List.of(ofJdk("java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(flags);
        command.addAll(List.of("-p", modules, "-m", "dev.minato.cli/dev.minato.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /// As `./minato` starts it, on the platform that the tests run on.
    private static List<String> flags() {
        List<String> flags = new ArrayList<>(
                List.of("--enable-native-access=dev.minato", "--add-opens=java.base/java.lang=dev.minato"));
        String platform = System.getProperty("minato.platform", "");
        if (!platform.isEmpty()) {
            flags.add("-Dminato.platform=" + platform);
        }
        String scheduling = System.getProperty("minato.scheduling", platform.equals("jdk") ? "" : "local");
        if (!scheduling.isEmpty()) {
            flags.add("-Dminato.scheduling=" + scheduling);
        }
        return flags;
    }

    /// A tool of the JDK that runs the tests.
    static String ofJdk(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    /// Starts a tool, which the machine has to have.
    static Program tool(List<String> command) {
        if (!command.getFirst().contains(File.separator)) {
            Require.tool(command.getFirst());
        }
        return new Program(command);
    }

    /// Starts a tool, gives it its input, and returns what it says, once it has ended well.
    static String outputOf(String input, String... command) {
        try (var program = tool(List.of(command)).input(input)) {
            String said = program.out.textToEnd();
            assertThat(program.exitCode()).as("%s", program).isZero();
            return said;
        }
    }

    /// Gives it its whole input and closes that.
    Program input(String text) {
        return input(text.getBytes(UTF_8));
    }

    /// As the text; while it runs, because it may answer before it has read all.
    Program input(byte[] bytes) {
        Thread.ofPlatform().daemon().start(() -> {
            try (var stdin = stdin()) {
                stdin.write(bytes);
            } catch (IOException e) {
                // It ended before it had read everything; its exit code says whether that is right.
            }
        });
        return this;
    }

    OutputStream stdin() {
        return process.getOutputStream();
    }

    Transcript out() {
        return out;
    }

    Transcript err() {
        return err;
    }

    long pid() {
        return process.pid();
    }

    /// Sends SIGTERM.
    void terminate() {
        // Not `Process.destroy`, which closes what the program says too.
        process.toHandle().destroy();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /// Waits for its end.
    int exitCode() {
        try {
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .as("%s has ended", this)
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    /// Kills it and what it started, if they still run.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nstdout: " + out.text() + "\nstderr: " + err.text();
    }
}
