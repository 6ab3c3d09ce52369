package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where nobody says who is there, nobody is answered.
class ConsoleRefusedTest {
    @Test
    void theJdkPlatformHasNoConsole(@TempDir Path folder) {
        String socket = folder.resolve("console").toString();
        var flags = List.of("-Dminato.platform=jdk");
        try (var minato = Program.minatoWith(flags, "serve", "echo/tcp=127.0.0.1:0", "--console", socket)) {
            assertThat(minato.exitCode()).as("%s", minato).isEqualTo(1);
            assertThat(minato.err().textToEnd()).contains("minato: console").contains("unsupported");
            assertThat(Path.of(socket)).doesNotExist();
        }
    }
}
