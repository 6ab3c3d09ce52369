package dev.minato.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `serve` behind a load balancer: clients are logged, and refused, by their own addresses.
class ServeAccessTest {
    @Test
    void clientsAreThoseOfTheHeader(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("list"), "203.0.113.0/24 # nobody\n");
        try (var serving =
                Serving.of("--proxy-protocol", "127.0.0.0/8", "--deny", "@" + file, "--verbose", "echo/tcp")) {
            assertThat(echoed(serving, "PROXY TCP4 192.0.2.1 198.51.100.1 50000 443\r\nhello"))
                    .isEqualTo("hello");
            assertThat(echoed(serving, "PROXY TCP6 ::ffff:203.0.113.5 ::1 50001 443\r\nhello"))
                    .isEmpty();
            assertThat(echoed(serving, "hello")).isEmpty();
            var _ = serving.program().err().await("echo 192\\.0\\.2\\.1:50000 opened");
            var _ = serving.program().err().await("echo 203\\.0\\.113\\.5:50001 refused: denied");
            var _ = serving.program().err().await("closed after .*: bad proxy header");
        }
    }

    private static String echoed(Serving serving, String text) throws IOException {
        try (var socket = serving.connect("echo")) {
            socket.getOutputStream().write(text.getBytes(US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }
}
