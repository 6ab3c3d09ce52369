package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.task.Tasks;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `echo` sends back every byte, in order, until the peer ends its side.
@Timeout(60)
class EchoServiceTest {
    @Test
    void whatComesGoesBackAtOnce() throws Exception {
        try (var echo = Served.tcp("echo");
                var client = echo.client()) {
            assertThat(client.send("a").read(1)).isEqualTo("a");
            assertThat(client.send("bc\n\0\u00ff").read(5)).isEqualTo("bc\n\0\u00ff");
        }
    }

    @Test
    void endComesAfterTheLastByte() throws Exception {
        try (var echo = Served.tcp("echo");
                var client = echo.client()) {
            assertThat(client.send("last").end().readToEnd()).isEqualTo("last");
            assertThat(echo.log.awaitClosed()).isEqualTo("finished");
        }
    }

    @Test
    void nothingComesBackForNothing() throws Exception {
        try (var echo = Served.tcp("echo");
                var client = echo.client()) {
            assertThat(client.end().readToEnd()).isEmpty();
        }
    }

    /// More than all buffers on the way hold, so that sending and reading must go on together.
    @Test
    void manyBytesComeBackAsTheyWere() throws Exception {
        var bytes = new byte[30_000_000];
        new Random(1).nextBytes(bytes);
        try (var echo = Served.tcp("echo");
                var client = echo.client()) {
            var sending = Tasks.spawn(() -> {
                client.send(bytes).end();
            });
            assertThat(client.socket.getInputStream().readAllBytes()).isEqualTo(bytes);
            sending.join();
        }
    }

    @Test
    void resetByThePeerEndsThatConnectionOnly() throws Exception {
        try (var echo = Served.tcp("echo");
                var other = echo.client()) {
            echo.client().send("x").reset();
            assertThat(echo.log.awaitClosed()).isIn("read PEER: connection reset", "write PEER: connection reset");
            assertThat(other.send("y").read(1)).isEqualTo("y");
        }
    }
}
