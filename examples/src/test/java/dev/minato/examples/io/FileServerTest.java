package dev.minato.examples.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole file, and then the end.
@Timeout(60)
class FileServerTest {
    @TempDir
    private Path folder;

    @Test
    void sendsTheWholeFile() throws Exception {
        Path file = folder.resolve("file");
        Files.writeString(file, "0123456789".repeat(200_000));
        try (var server = Running.tcp(listener -> FileServer.serve(listener, file))) {
            assertThat(Wire.ask(server.address(), "")).isEqualTo(Files.readString(file));
        }
    }

    @Test
    void aFileThatIsNotThereIsTheEnd() throws Exception {
        try (var server = Running.tcp(listener -> FileServer.serve(listener, folder.resolve("none")))) {
            assertThat(Wire.ask(server.address(), "")).isEmpty();
        }
    }
}
