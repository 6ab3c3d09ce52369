package dev.minato.testing;

import dev.minato.error.NetException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Another JVM that runs a class of the tests, on the class path, and the lines that are said to and by it.
public final class JavaProgram implements AutoCloseable {
    /// What chooses the platform; a program runs on the one that is being tested.
    private static final List<String> OF_THE_PLATFORM =
            List.of("minato.platform", "minato.scheduling", "minato.polling");

    /// How long a program may live unless it is started with another lifetime: longer than a class of tests.
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    private final Subprocess process;

    private JavaProgram(Subprocess process) {
        this.process = process;
    }

    /// Starts it, for at most [#LIFETIME].
    ///
    /// @param prefix what comes before `java` on the command line
    /// @param options what comes behind it
    /// @param program the class with the main method
    public static JavaProgram start(List<String> prefix, List<String> options, Class<?> program) throws IOException {
        return start(prefix, options, program, LIFETIME);
    }

    /// Starts it with another lifetime and with arguments.
    public static JavaProgram start(
            List<String> prefix, List<String> options, Class<?> program, Duration lifetime, String... arguments)
            throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(platform());
        command.addAll(options);
        command.addAll(opened(command));
        command.addAll(List.of("-cp", classPath(program), program.getName()));
        command.addAll(List.of(arguments));
        return new JavaProgram(Subprocess.start(command, lifetime));
    }

    private static List<String> platform() {
        var needed = Stream.of("--enable-native-access=ALL-UNNAMED");
        var chosen = OF_THE_PLATFORM.stream()
                .filter(name -> System.getProperty(name) != null)
                .map(name -> "-D" + name + "=" + System.getProperty(name));
        return Stream.concat(needed, chosen).toList();
    }

    /// Only the local scheduling needs it, so nothing else has it.
    private static List<String> opened(List<String> options) {
        var local = "-Dminato.scheduling=local";
        var scheduling = options.stream().filter(option -> option.startsWith("-Dminato.scheduling="));
        return scheduling.reduce("", (_, last) -> last).equals(local)
                ? List.of("--add-opens=java.base/java.lang=ALL-UNNAMED")
                : List.of();
    }

    private static String classPath(Class<?> program) {
        return folderOf(NetException.class) + File.pathSeparator + folderOf(program);
    }

    /// The folder that its class files are in. Test classes are patched into the module, so the module's location is
    /// not theirs.
    static Path folderOf(Class<?> type) {
        var file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try {
            Path path = Path.of(type.getResource(file).toURI());
            for (int i = 0; i <= type.getPackageName().split("\\.").length; i++) {
                path = path.getParent();
            }
            return path;
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /// The next line that it says.
    public String line() {
        return process.line();
    }

    /// All that it says until its end.
    public String rest() {
        return process.text();
    }

    /// Says a line to it.
    public void say(String line) throws IOException {
        process.say(line + System.lineSeparator());
    }

    /// Its process's number.
    public long pid() {
        return process.pid();
    }

    /// Waits for its end.
    public int exitCode() throws InterruptedException {
        return process.exitCode();
    }

    @Override
    public void close() {
        process.close();
    }
}
