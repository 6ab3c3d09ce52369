package dev.minato.examples.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One handle reads and the other writes, on one connection.
@Timeout(60)
class LineEchoTest {
    @Test
    void eachLineIsAnsweredBeforeTheNextIsSent() throws Exception {
        try (var server = Running.tcp(LineEcho::serve);
                var socket = Wire.connect(server.address())) {
            Wire.send(socket, "good\n");
            assertThat(Wire.receive(socket, "1: good\n")).isEqualTo("1: good\n");
            assertThat(Wire.finish(socket, "morning\r\nunfinished")).isEqualTo("2: morning\n3: unfinished\n");
        }
    }

    @Test
    void aLineThatIsTooLongEndsTheConnection() throws Exception {
        try (var server = Running.tcp(LineEcho::serve)) {
            assertThat(Wire.ask(server.address(), "x".repeat(1025))).isEmpty();
            assertThat(Wire.ask(server.address(), "x".repeat(1024))).hasSize("1: ".length() + 1024 + 1);
        }
    }
}
