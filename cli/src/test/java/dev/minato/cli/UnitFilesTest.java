package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// systemd (252) finds nothing to object to in the units of `docs/systemd`.
class UnitFilesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void unitsAreValid() throws IOException {
        for (String unit : List.of("minato.service", "minato.socket")) {
            String text = Files.readString(ROOT.resolve("docs/systemd").resolve(unit));
            Files.writeString(folder.resolve(unit), text.replace("/opt/minato", ROOT.toString()));
        }
        try (var verify = Program.tool(List.of(
                "systemd-analyze",
                "verify",
                folder.resolve("minato.service").toString(),
                folder.resolve("minato.socket").toString()))) {
            assertThat(verify.exitCode()).as(verify.toString()).isZero();
            assertThat(verify.err().textToEnd()).isEmpty();
        }
    }
}
