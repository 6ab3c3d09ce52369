package dev.minato.examples.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The echo server and its client: many at once, each by itself, each to its end.
@Timeout(60)
class EchoServerTest {
    @Test
    void aSilentClientKeepsNobodyWaiting() throws Exception {
        try (var server = Running.tcp(EchoServer::serve);
                var silent = Wire.connect(server.address())) {
            assertThat(Wire.ask(server.address(), "hello")).isEqualTo("hello");
            assertThat(Wire.finish(silent, "at last")).isEqualTo("at last");
        }
    }

    @Test
    void aClientThatResetsTakesNobodyWithIt() throws Exception {
        try (var server = Running.tcp(EchoServer::serve)) {
            try (var rude = Wire.connect(server.address())) {
                Wire.send(rude, "hello");
                assertThat(Wire.receive(rude, "hello")).isEqualTo("hello");
                Wire.reset(rude);
            }
            assertThat(Wire.ask(server.address(), "hello")).isEqualTo("hello");
        }
    }

    @Test
    void theClientGetsTheWholeAnswer() throws Exception {
        String text = "hello".repeat(5_000);
        try (var server = Running.tcp(EchoServer::serve)) {
            assertThat(EchoClient.ask(server.address().toString(), text)).isEqualTo(text);
        }
    }

    @Test
    void theClientBoundsTheAnswer() throws Exception {
        try (var server = Running.tcp(EchoServerTest::talkWithoutEnd)) {
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> EchoClient.ask(server.address().toString(), "hello"))
                    .extracting(NetException::kind)
                    .isEqualTo(ErrorKind.MESSAGE_TOO_LONG);
        }
    }

    private static void talkWithoutEnd(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> {
                try (stream) {
                    while (true) {
                        stream.writeAll(new byte[1024]);
                    }
                }
            });
        }
    }
}
