package dev.minato.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The fuzz targets of a module, and a search for inputs that they fail on: Jazzer in a process of its own, since
/// it takes one target only.
public final class FuzzTargets {
    private static final int SECONDS = Integer.getInteger("minato.fuzz", 1);

    /// For the start of the JVM, and Jazzer's instrumentation.
    private static final Duration AROUND = Duration.ofMinutes(2);

    private FuzzTargets() {}

    /// Those of the module whose tests `test` belongs to: the methods with [FuzzTest] of all `…Fuzz` classes.
    public static List<Method> of(Class<?> test) throws IOException {
        Path root = JavaProgram.folderOf(test);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith("Fuzz.class"))
                    .map(file -> nameOf(root.relativize(file)))
                    .sorted()
                    .flatMap(name -> Arrays.stream(load(name, test).getDeclaredMethods()))
                    .filter(method -> method.isAnnotationPresent(FuzzTest.class))
                    .toList();
        }
    }

    /// The seconds that a class of tests needs for so many, as the report entry `deadline` says them.
    public static String deadline(int targets) {
        return String.valueOf(targets * (SECONDS + AROUND.toSeconds()));
    }

    /// Fuzzes a target for `-Dminato.fuzz` seconds, 1 by default; fails with what Jazzer says about its finding.
    public static void fuzz(Method target, Path folder) throws IOException, InterruptedException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(target.getDeclaringClass()),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getDeclaringClass().getName(),
                "--target_method=" + target.getName(),
                "--instrumentation_includes=dev.minato.**",
                "-max_total_time=" + SECONDS);
        var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        try (var jazzer = Subprocess.start(process, AROUND.plusSeconds(SECONDS))) {
            String output = jazzer.closeInput().text();
            assertThat(jazzer.exitCode()).as(output).isZero();
            assertThat(output).contains(" runs in ");
        }
    }

    /// Tests run on the module path, Jazzer on the class path.
    private static String classPath(Class<?> test) {
        return Stream.of(
                        JavaProgram.folderOf(test).toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Class<?> load(String name, Class<?> test) {
        try {
            return Class.forName(name, false, test.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String nameOf(Path file) {
        return file.toString().replace(File.separatorChar, '.').replaceAll("\\.class$", "");
    }
}
