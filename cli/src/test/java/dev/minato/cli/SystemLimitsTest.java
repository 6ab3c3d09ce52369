package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Limits are those of `/proc`; where that is not, or holds something else, they are unknown.
class SystemLimitsTest {
    @Test
    void settingsAreWholeNumbersOfTheKernel() {
        Require.that(Files.isReadable(Path.of("/proc/sys/net/core/somaxconn")), "the setting net.core.somaxconn");
        assertThat(SystemLimits.HERE.setting("net.core.somaxconn"))
                .contains(Program.outputOf("", "cat", "/proc/sys/net/core/somaxconn")
                        .strip());
    }

    @Test
    void fileOfLimits(@TempDir Path proc) throws IOException {
        Files.createDirectory(proc.resolve("self"));
        Files.writeString(proc.resolve("self/limits"), """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             96365                96365                processes
                Max open files            1024                 unlimited            files
                """);
        assertThat(new SystemLimits(proc).openFiles().orElseThrow()).startsWith("1024", "unlimited");
    }

    @Test
    void nothingIsKnownWithoutProc(@TempDir Path empty) {
        assertThat(new SystemLimits(empty).openFiles()).isEmpty();
        assertThat(new SystemLimits(empty).setting("net.core.somaxconn")).isEmpty();
    }

    @Test
    void whatIsNoNumberIsNoLimit() {
        assertThat(SystemLimits.isBelow(Optional.of("1023"), 1024)).isTrue();
        assertThat(SystemLimits.isBelow(Optional.of("1024"), 1024)).isFalse();
        assertThat(SystemLimits.isBelow(Optional.of("unlimited"), 1024)).isFalse();
        assertThat(SystemLimits.isBelow(Optional.empty(), 1024)).isFalse();
    }
}
