package dev.minato.platform.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.Subprocess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What has to work in a process that has no descriptor left, and did not do it before: each scene of
/// [Scarcity], in a process of its own under a low `ulimit -n`.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(60)
class DescriptorsRunOutTest {
    @TempDir
    static Path folder;

    private static Path hosts;

    @BeforeAll
    static void writeHosts() throws IOException {
        hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 one.test\n127.0.0.1 other.test\n");
    }

    /// All classes in one file that is open from the start: those in folders are files of their own.
    @BeforeAll
    static void packClasses() {
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--create",
                        "--file",
                        folder.resolve("scarcity.jar").toString(),
                        "-C",
                        root(JdkPlatform.class),
                        "dev",
                        "-C",
                        root(Scarcity.class),
                        "dev/minato/platform/jdk");
        assertThat(status).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void itWorks(Scarcity.Scene scene) throws IOException, InterruptedException {
        play(scene, List.of("-Dminato.platform=jdk"));
    }

    /// There the loops are what a first wait opens.
    @ParameterizedTest
    @CsvSource({
        "shared, FIRST_SELECTOR", "local, FIRST_SELECTOR",
        "shared, FIRST_CONNECTION", "local, FIRST_CONNECTION",
        "shared, FIRST_NAME", "local, FIRST_NAME",
        "shared, NAME", "local, NAME"
    })
    @EnabledOnOs(OS.LINUX)
    void itWorksOnLinuxToo(String scheduling, Scarcity.Scene scene) throws IOException, InterruptedException {
        play(
                scene,
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Dminato.platform=linux",
                        "-Dminato.scheduling=" + scheduling));
    }

    private static void play(Scarcity.Scene scene, List<String> flags) throws IOException, InterruptedException {
        try (var process = Subprocess.startMerged(command(scene, flags))) {
            assertThat(process.text()).isEqualTo("well\n");
            assertThat(process.exitCode()).isZero();
        }
    }

    private static List<String> command(Scarcity.Scene scene, List<String> flags) {
        var command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "ulimit -n 64 && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ActiveProcessorCount=4")); // two pollers
        command.addAll(flags);
        command.add("-Djdk.net.hosts.file=" + hosts);
        command.addAll(
                List.of("-cp", folder.resolve("scarcity.jar").toString(), Scarcity.class.getName(), scene.name()));
        return command;
    }

    private static String root(Class<?> type) {
        String file = type.getSimpleName() + ".class";
        URI location = URI.create(String.valueOf(type.getResource(file)));
        if (location.getScheme().equals("jar")) {
            throw new AssertionError("run from classes, not from " + location);
        }
        return Path.of(location).getParent().resolve("../../../..").normalize().toString();
    }
}
