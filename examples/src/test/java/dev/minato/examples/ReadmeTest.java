package dev.minato.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server in the README is the file `Echo.java`, is short, and works.
@Timeout(60)
class ReadmeTest {
    private static final String OPENING = "```java\n";

    @Test
    void theServerIsTheFile() throws IOException {
        assertThat(serverOfReadme()).isEqualTo(Files.readString(Path.of("Echo.java")));
        assertThat(serverOfReadme().lines()).hasSizeLessThan(20);
    }

    @Test
    void theServerServes(@TempDir Path folder) throws IOException {
        var address = SocketAddr.of(Main.freePort());
        String source = serverOfReadme().replace("127.0.0.1:7878", address.toString());
        Path file = Files.writeString(folder.resolve("Echo.java"), source);
        try (var server = Child.fromSource(file);
                var socket = connectOnceItListens(server, address)) {
            assertThat(Wire.finish(socket, "hello")).isEqualTo("hello");
        }
    }

    private static String serverOfReadme() throws IOException {
        String text = Files.readString(Path.of("..", "README.md"));
        int start = text.indexOf(OPENING) + OPENING.length();
        return text.substring(start, text.indexOf("```", start));
    }

    private static Socket connectOnceItListens(Child server, SocketAddr address) throws IOException {
        while (true) { // the test's timeout ends it
            server.checkRunning();
            try {
                return Wire.connect(address);
            } catch (ConnectException e) {
                Thread.yield();
            }
        }
    }
}
