package dev.minato.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/// A program in a process of its own. Closing this kills it.
public final class Child implements AutoCloseable {
    private static final String DESCRIPTORS = "48";
    private static final int LIFETIME_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;

    private Child(List<String> command) throws IOException {
        this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
        this.output = process.inputReader(UTF_8);
        // Whatever the test's thread is doing: a line that never comes ends with the process.
        process.onExit().orTimeout(LIFETIME_SECONDS, TimeUnit.SECONDS).exceptionally(_ -> process.destroyForcibly());
    }

    /// Starts a program as it is.
    public static Child start(String program, String... arguments) throws IOException {
        return new Child(java(program, modulePath(), arguments));
    }

    /// Starts a program from its source, a file that needs no compiling.
    public static Child fromSource(Path file) throws IOException {
        var command = java(modulePath());
        command.addAll(List.of("--add-modules", "dev.minato", file.toString()));
        return new Child(command);
    }

    /// Starts a program that may open few descriptors; from jars in `folder`, since a JVM opens a file for each
    /// class that it takes from a folder, also when it has no descriptor left.
    public static Child withFewDescriptors(String program, Path folder, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + DESCRIPTORS + " && exec \"$@\"", "sh"));
        command.addAll(java(program, jars(folder), arguments));
        return new Child(command);
    }

    private static List<String> java(String program, String modulePath, String... arguments) {
        var command = java(modulePath);
        command.addAll(List.of("-m", "dev.minato.examples/dev.minato.examples." + program));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Java with what Minato needs, on the platform that the tests run on.
    private static List<String> java(String modulePath) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=dev.minato", "-p", modulePath));
        if ("local".equals(System.getProperty("minato.scheduling"))) {
            command.addAll(List.of("--add-opens", "java.base/java.lang=dev.minato"));
        }
        for (String property : List.of("minato.platform", "minato.scheduling")) {
            Optional.ofNullable(System.getProperty(property))
                    .ifPresent(value -> command.add("-D" + property + "=" + value));
        }
        return command;
    }

    private static String modulePath() {
        return System.getProperty("jdk.module.path");
    }

    private static String jars(Path folder) throws IOException {
        var jars = new ArrayList<String>();
        for (String entry : modulePath().split(File.pathSeparator)) {
            jars.add(Files.isDirectory(Path.of(entry)) ? jar(entry, folder.resolve(jars.size() + ".jar")) : entry);
        }
        return String.join(File.pathSeparator, jars);
    }

    private static String jar(String classes, Path jar) {
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes, ".");
        if (status != 0) {
            throw new AssertionError("jar " + classes + ": " + status);
        }
        return jar.toString();
    }

    /// The next line of what it prints, to either stream.
    public String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new AssertionError("the program has ended");
        }
        return line;
    }

    /// Fails, with what it printed, if it has ended.
    public void checkRunning() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("the program has ended: " + output.readAllAsString());
        }
    }

    /// Asks it to end (SIGTERM).
    public void terminate() {
        process.toHandle().destroy(); // which leaves its output open to be read
    }

    /// Waits for its end; its exit code.
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the program does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
