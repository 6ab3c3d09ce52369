package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.minato.services.Binding;
import dev.minato.services.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `serve` warns if its connections may run out of descriptors, and does not start with too few for itself.
class DescriptorLimitTest {
    private static final List<Binding> ECHO = List.of(new Binding("echo", Protocol.TCP, "127.0.0.1:0"));
    private static final List<Binding> TIME = List.of(new Binding("time", Protocol.UDP, "127.0.0.1:0"));

    private static List<String> under(int files) {
        return List.of("sh", "-c", "ulimit -n " + files + " && exec \"$@\"", "sh");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void moreConnectionsThanDescriptorsAreSaidAtTheStart() {
        try (var server = Serving.of(under(300), Program.modules(), "echo", "kv", "--max-connections=201")) {
            server.program()
                    .err()
                    .await("^minato: the limits allow more connections than file descriptors: --max-connections is 201,"
                            + " ulimit -n is 300; raise that to 301, or lower --max-connections$");
        }
        try (var server = Serving.of(under(300), Program.modules(), "echo", "kv", "--max-connections=200")) {
            server.program().terminate();
            assertThat(server.program().err().textToEnd()).isEmpty();
        }
    }

    /// With fewer than these Java itself may not start, depending on how many jars it has to open.
    @Test
    @EnabledOnOs(OS.LINUX)
    void tooFewDescriptorsAreOneLineAndExitCode1() {
        int files = 14;
        var command = Program.minatoCommand(new String[] {"serve", "echo=127.0.0.1:0"});
        var limited = new ArrayList<>(under(files));
        limited.addAll(command);
        try (var minato = Program.tool(limited)) {
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
        assertThat(DescriptorLimit.warning(new SystemLimits(proc), ECHO, 1_000_000))
                .isEmpty();
        assertThatNoException().isThrownBy(() -> DescriptorLimit.check(new SystemLimits(proc), ECHO));
        SystemLimits system = limitedTo(proc, "1024");
        assertThat(DescriptorLimit.warning(system, ECHO, 924)).isEmpty();
        assertThat(DescriptorLimit.warning(system, ECHO, 925)).isPresent();
        assertThat(DescriptorLimit.warning(system, TIME, 925)).isEmpty();
        assertThat(DescriptorLimit.warning(limitedTo(proc, "unlimited"), ECHO, Integer.MAX_VALUE))
                .isEmpty();
    }

    @Test
    void eachListenerCounts(@TempDir Path proc) throws Exception {
        var loops = 2 * Runtime.getRuntime().availableProcessors();
        var enough = limitedTo(proc, Integer.toString(11 + loops));
        assertThatNoException().isThrownBy(() -> DescriptorLimit.check(enough, ECHO));
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> DescriptorLimit.check(enough, List.of(ECHO.getFirst(), TIME.getFirst())))
                .withMessageContaining("at least " + (12 + loops))
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(1));
    }

    private static SystemLimits limitedTo(Path proc, String files) throws IOException {
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(proc.resolve("self/limits"), "Max open files  " + files + "  unlimited  files\n");
        return new SystemLimits(proc);
    }
}
