package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `minato` starts Java with descriptors 0 to 2 open, whatever it was given: else the JVM's first
/// files would be taken for them. It finds its checkout, and gives the JVM the flags that suit the command.
class ScriptTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// Stands for `java`: says what its arguments and descriptors are.
    private static final String SHOW = """
            #!/bin/sh
            printf '%s\\n' "$@" >"$(dirname "$0")/../arguments"
            shown=$(for fd in 0 1 2; do readlink "/proc/$$/fd/$fd" || echo closed; done)
            echo "$shown" >"$(dirname "$0")/../descriptors"
            """;

    /// Stands for `java`, too: says whose the descriptors are, and what they are. The script itself exports the
    /// JAVA_HOME that it has found.
    private static final String SHOW_ACTIVATION = """
            #!/bin/sh
            [ "$LISTEN_PID" = $$ ] && echo ours >"$(dirname "$0")/../activation"
            for fd in 3 4 5; do
                if [ -S /proc/$$/fd/$fd ]; then echo socket; elif [ -e /proc/$$/fd/$fd ]; then echo file; else echo closed; fi
            done >>"$(dirname "$0")/../activation"
            [ "$JAVA_HOME" = /nonexistent ] || echo no JAVA_HOME >>"$(dirname "$0")/../activation"
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

    private List<String> arguments(String command) throws IOException {
        Program.outputOf("", "sh", "-c", "JAVA_HOME=\"$0/jdk\" " + command, folder.toString());
        return Files.readAllLines(folder.resolve("jdk/arguments"));
    }

    /// What is behind `--` is no option.
    @Test
    void helpStartsLikeWhatOnlyPrints() throws IOException {
        String quick = "-XX:TieredStopAtLevel=1";
        assertThat(arguments("\"$0/minato\" services")).contains(quick);
        assertThat(arguments("\"$0/minato\" serve echo --help")).contains(quick).endsWith("serve", "echo", "--help");
        assertThat(arguments("\"$0/minato\" game play -h"))
                .contains(quick)
                .noneMatch(each -> each.startsWith("--add-modules"));
        assertThat(arguments("\"$0/minato\" serve echo")).doesNotContain(quick);
        assertThat(arguments("\"$0/minato\" connect -- --help")).doesNotContain(quick);
        assertThat(arguments("\"$0/minato\" game play name")).anyMatch(each -> each.startsWith("--add-modules"));
    }

    @Test
    void theCheckoutIsFoundThroughLinksAndFromWithin() throws IOException {
        Path links = Files.createDirectories(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("relative"), Path.of("../minato"));
        Files.createSymbolicLink(links.resolve("second"), Path.of("relative"));
        Files.createSymbolicLink(links.resolve("absolute"), folder.resolve("minato"));
        String jar =
                folder.toRealPath().resolve(".minato/build-1/modules/some.jar").toString();
        for (String name : new String[] {"relative", "second", "absolute"}) {
            assertThat(arguments("\"$0/links/" + name + "\" services")).contains(jar);
        }
        assertThat(arguments("sh -c 'cd \"$0\" && sh minato services' \"$0\"")).contains(jar);
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

    /// Under the real systemd-socket-activate (252), which empties the environment but for TERM, PATH, USER and HOME:
    /// the JDK is found without JAVA_HOME, Java has the process number that LISTEN_PID says, since the script
    /// becomes it, and the descriptors that were handed in, and no more.
    @Test
    void javaIsTheProcessThatTheDescriptorsAreMeantFor() throws IOException {
        Path path = folder.resolve("socket");
        String command = "PATH=\"$0/jdk/bin:$PATH\" JAVA_HOME=/nonexistent"
                + " exec systemd-socket-activate -l \"$0/socket\" -l \"$0/second\" \"$0/minato\" services";
        Files.writeString(folder.resolve("jdk/bin/java"), SHOW_ACTIVATION);
        try (var activated = Program.tool(List.of("/bin/sh", "-c", command, folder.toString()))) {
            activated.err().await("Listening on .* as 4\\.");
            try (var client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                assertThat(client.isConnected()).isTrue();
                assertThat(activated.exitCode()).isZero();
            }
            assertThat(Files.readAllLines(folder.resolve("jdk/activation")))
                    .containsExactly("ours", "socket", "socket", "closed", "no JAVA_HOME");
        }
    }

    @Test
    void anOpenDescriptorStaysWhatItIs() throws IOException {
        assertThat(descriptors("")).allMatch(name -> name.startsWith("pipe:"));
    }
}
