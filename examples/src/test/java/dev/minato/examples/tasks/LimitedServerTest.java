package dev.minato.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import dev.minato.net.TcpListener;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server with two permits holds two connections, and leaves the third to the backlog.
@Timeout(60)
class LimitedServerTest {
    @Test
    void theThirdWaitsInTheBacklogUntilOneHasEnded() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var other = listener.tryClone();
                var server = Running.of(listener, () -> LimitedServer.serve(listener, 2));
                var first = Wire.connect(server.address());
                var second = Wire.connect(server.address())) {
            assertThat(answer(first, "one")).isEqualTo("one");
            assertThat(answer(second, "two")).isEqualTo("two");

            // The server leaves the third alone, however long the others talk: somebody else may take it.
            try (var third = Wire.connect(server.address())) {
                for (int i = 0; i < 100; i++) {
                    assertThat(answer(first, "one")).isEqualTo("one");
                }
                try (var taken = other.accept(Duration.ofSeconds(10))) {
                    assertThat(taken.peerAddress().port()).isEqualTo(third.getLocalPort());
                }
            }

            assertThat(Wire.finish(first, "")).isEmpty();
            assertThat(Wire.ask(server.address(), "four")).isEqualTo("four");
        }
    }

    private static String answer(Socket socket, String text) throws IOException {
        Wire.send(socket, text);
        return Wire.receive(socket, text);
    }
}
