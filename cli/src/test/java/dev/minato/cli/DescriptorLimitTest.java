package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.minato.services.Binding;
import dev.minato.services.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `serve` takes as many connections as it has descriptors for, is told if more were asked for, and does not start
/// with too few for itself.
class DescriptorLimitTest {
    /// All descriptors but those of connections and listeners.
    private static final int REST = 32 + 3 * Runtime.getRuntime().availableProcessors();

    private static final List<Binding> ECHO = List.of(new Binding("echo", Protocol.TCP, "127.0.0.1:0"));
    private static final List<Binding> TIME = List.of(new Binding("time", Protocol.UDP, "127.0.0.1:0"));

    private static List<String> under(int files) {
        return List.of("sh", "-c", "ulimit -n " + files + " && exec \"$@\"", "sh");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void moreConnectionsThanDescriptorsAreOneLineAndExitCode2() {
        int fitting = 300 - REST - 2;
        try (var minato = Program.tool(limited(300, "echo/tcp=127.0.0.1:0", "kv=127.0.0.1:0", max(fitting + 1)))) {
            assertThat(minato.exitCode()).as("%s", minato).isEqualTo(2);
            assertThat(minato.err().textToEnd())
                    .isEqualTo("minato: the limits allow more connections than file descriptors: " + (fitting + 1)
                            + " connections + " + (REST + 2) + " for the rest = 301, but ulimit -n is 300; lower"
                            + " --max-connections, or raise ulimit -n\n");
            assertThat(minato.out().toEnd()).isEmpty();
        }
        try (var server = Serving.of(under(300), Program.modules(), "echo/tcp", "kv", max(fitting))) {
            server.program().out().await("^at most " + fitting + " connections$");
            server.program().terminate();
            assertThat(server.program().err().textToEnd()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutTheOptionAsManyAsThereAreDescriptorsFor() {
        try (var server = Serving.of(under(300), Program.modules(), "echo/tcp", "kv")) {
            server.program().out().await("^at most " + (300 - REST - 2) + " connections: ulimit -n allows no more$");
            server.program().terminate();
            assertThat(server.program().err().textToEnd()).isEmpty();
        }
    }

    private static String max(int connections) {
        return "--max-connections=" + connections;
    }

    private static List<String> limited(int files, String... arguments) {
        var serve = Stream.concat(Stream.of("serve"), Stream.of(arguments)).toArray(String[]::new);
        return Stream.concat(under(files).stream(), Program.minatoCommand(serve).stream())
                .toList();
    }

    /// With fewer than these Java itself may not start, depending on how many jars it has to open.
    @Test
    @EnabledOnOs(OS.LINUX)
    void tooFewDescriptorsAreOneLineAndExitCode1() {
        int files = 16;
        try (var minato = Program.tool(limited(files, "echo=127.0.0.1:0"))) {
            assertThat(minato.exitCode()).as("%s", minato).isEqualTo(1);
            assertThat(minato.err().textToEnd())
                    .startsWith(
                            "minato: too few file descriptors: ulimit -n is " + files + ", and serve needs at least ")
                    .hasLineCount(1);
            assertThat(minato.out().toEnd()).isEmpty();
        }
    }

    @Test
    void anUnknownLimitAndOneThatSufficesAreSilent(@TempDir Path proc) throws Exception {
        assertThat(DescriptorLimit.excess(new SystemLimits(proc), ECHO, 1_000_000))
                .isEmpty();
        assertThat(DescriptorLimit.maxConnections(new SystemLimits(proc), ECHO, 1_000_000))
                .isEqualTo(1_000_000);
        assertThatNoException().isThrownBy(() -> DescriptorLimit.check(new SystemLimits(proc), ECHO));
        SystemLimits system = limitedTo(proc, "1024");
        int fitting = 1024 - REST - 1;
        assertThat(DescriptorLimit.excess(system, ECHO, fitting)).isEmpty();
        assertThat(DescriptorLimit.excess(system, ECHO, fitting + 1)).isPresent();
        assertThat(DescriptorLimit.excess(system, TIME, fitting + 1)).isEmpty();
        assertThat(DescriptorLimit.maxConnections(system, ECHO, 10_000)).isEqualTo(fitting);
        assertThat(DescriptorLimit.maxConnections(system, ECHO, fitting - 1)).isEqualTo(fitting - 1);
        assertThat(DescriptorLimit.excess(limitedTo(proc, "unlimited"), ECHO, Integer.MAX_VALUE))
                .isEmpty();
        assertThat(DescriptorLimit.maxConnections(limitedTo(proc, "20"), ECHO, 10_000))
                .isEqualTo(1);
    }

    @Test
    void eachListenerCounts(@TempDir Path proc) throws Exception {
        var loops = 3 * Runtime.getRuntime().availableProcessors();
        var enough = limitedTo(proc, Integer.toString(13 + loops));
        assertThatNoException().isThrownBy(() -> DescriptorLimit.check(enough, ECHO));
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> DescriptorLimit.check(enough, List.of(ECHO.getFirst(), TIME.getFirst())))
                .withMessageContaining("at least " + (14 + loops))
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(1));
    }

    private static SystemLimits limitedTo(Path proc, String files) throws IOException {
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(proc.resolve("self/limits"), "Max open files  " + files + "  unlimited  files\n");
        return new SystemLimits(proc);
    }
}
