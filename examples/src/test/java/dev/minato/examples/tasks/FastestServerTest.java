package dev.minato.examples.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.examples.Running;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One server answers, one never does, and one cannot be reached.
@Timeout(60)
class FastestServerTest {
    @Test
    void theAnswerOfOneIsEnough() throws Exception {
        try (var silent = TcpListener.bind("127.0.0.1:0");
                var server = Running.tcp(FastestServerTest::answerOne)) {
            String address = silent.localAddress().toString();

            assertThat(FastestServer.askAll(
                            List.of(address, unusedAddress(), server.address().toString())))
                    .isEqualTo("hello to you");

            try (var abandoned = silent.accept()) {
                assertThat(abandoned.readToString(10)).isEqualTo("hello");
            }
        }
    }

    @Test
    void oneOfTwoConnections() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var won = FastestServer.connectToEither(
                        unusedAddress(), listener.localAddress().toString());
                var peer = listener.accept()) {
            won.writeAll(new byte[] {1});
            assertThat(peer.read(new byte[2])).isEqualTo(1);
        }
    }

    private static void answerOne(TcpListener listener) throws Exception {
        try (TcpStream stream = listener.accept()) {
            stream.writeAll((stream.readToString(10) + " to you").getBytes(UTF_8));
        }
    }

    private static String unusedAddress() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            return listener.localAddress().toString();
        }
    }
}
