package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `minato` starts Java with descriptors 0 to 2 open, whatever it was given: else the JVM's first
/// files would be taken for them.
class ScriptTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// Stands for `java`: says what its descriptors are.
    private static final String SHOW = """
            #!/bin/sh
            shown=$(for fd in 0 1 2; do readlink "/proc/$$/fd/$fd" || echo closed; done)
            echo "$shown" >"$(dirname "$0")/../descriptors"
            """;

    @TempDir
    private Path folder;

    /// A checkout that is built, and a JDK, neither of which holds more than the script looks for.
    @BeforeEach
    void prepare() throws IOException {
        Path build = Files.createDirectories(folder.resolve("build"));
        Files.copy(ROOT.resolve("minato"), folder.resolve("minato"));
        folder.resolve("minato").toFile().setExecutable(true);
        Files.copy(ROOT.resolve("build/find-jdk.sh"), build.resolve("find-jdk.sh"));
        Files.createFile(folder.resolve("pom.xml"));
        for (String module : new String[] {"core", "services", "cli"}) {
            Files.createDirectories(folder.resolve(module).resolve("src/main"));
            Files.createFile(folder.resolve(module).resolve("pom.xml"));
        }
        Path modules = Files.createDirectories(folder.resolve(".minato/build-1/modules"));
        Files.createFile(modules.resolve("some.jar"));
        Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
        for (String tool : new String[] {"java", "javac"}) {
            Files.writeString(bin.resolve(tool), SHOW).toFile().setExecutable(true);
        }
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"99\"\n");
        Files.writeString(folder.resolve(".minato/current"), "build-1\n");
    }

    private String[] descriptors(String redirection) throws IOException {
        String command = "JAVA_HOME=\"$0/jdk\" \"$0/minato\" services " + redirection;
        Program.outputOf("", "sh", "-c", command, folder.toString());
        return Files.readString(folder.resolve("jdk/descriptors")).split("\n");
    }

    @Test
    void aClosedDescriptorIsOpenedOnTheNullDevice() throws IOException {
        assertThat(descriptors("<&-")[0]).isEqualTo("/dev/null");
        assertThat(descriptors(">&-")[1]).isEqualTo("/dev/null");
        assertThat(descriptors("<&- >&-")).startsWith("/dev/null", "/dev/null");
        assertThat(descriptors("<&- >&- 2>&-"))
                .startsWith("/dev/null", "/dev/null")
                .doesNotContain("closed");
        assertThat(descriptors("2>&-")).hasSize(3).doesNotContain("closed");
    }

    @Test
    void anOpenDescriptorStaysWhatItIs() throws IOException {
        assertThat(descriptors("")).allMatch(name -> name.startsWith("pipe:"));
    }
}
