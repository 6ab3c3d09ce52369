package dev.minato.examples.unix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.net.UnixStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The client asks the server, and the server tidies up.
@Timeout(60)
class UnixEchoTest {
    @Test
    void theClientGetsItsQuestionBackAndThePathIsRemovedInTheEnd(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("echo.sock");
        var server = Thread.ofVirtual().start(() -> serve(path));
        while (!listens(path)) {
            Thread.yield();
        }
        String question = "is there an echo? ".repeat(10_000);
        assertThat(UnixEcho.ask(path, question)).isEqualTo(question);
        server.interrupt();
        server.join();
        assertThat(path).doesNotExist();
    }

    /// The path is there before its socket listens.
    private static boolean listens(Path path) {
        try (var _ = UnixStream.connect(path)) {
            return true;
        } catch (NetException notYet) {
            return false;
        }
    }

    private static void serve(Path path) {
        try {
            UnixEcho.serve(path);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
