package dev.minato.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.address.SocketAddr;
import dev.minato.examples.Child;
import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import dev.minato.task.Permits;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Told to end, a server takes nobody new, lets the others finish, and then ends.
@Timeout(60)
class GracefulServerTest {
    @Test
    @DisabledOnOs(OS.WINDOWS) // has no SIGTERM
    void aSignalDrainsTheProcess() throws Exception {
        try (var server = Child.start("tasks.GracefulServer", "127.0.0.1:0")) {
            var address = SocketAddr.parse(server.line().replace("listening at ", ""));
            try (var client = Wire.connect(address)) {
                Wire.send(client, "hello");
                assertThat(Wire.receive(client, "hello")).isEqualTo("hello");

                server.terminate();
                assertThat(server.line()).isEqualTo("draining, because of TERM");
                assertThat(Wire.finish(client, "still here")).isEqualTo("still here");
            }
            assertThat(server.exitCode()).isEqualTo(0);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // has no SIGTERM
    void aSignalDrainsTheProcessWithAllPermitsTaken() throws Exception {
        try (var server = Child.start("tasks.GracefulServer", "127.0.0.1:0")) {
            var address = SocketAddr.parse(server.line().replace("listening at ", ""));
            var clients = new ArrayList<Socket>();
            for (int i = 0; i < GracefulServer.MAX_CONNECTIONS; i++) {
                clients.add(Wire.connect(address));
                Wire.send(clients.get(i), "hello");
                assertThat(Wire.receive(clients.get(i), "hello")).isEqualTo("hello");
            }
            server.terminate();
            assertThat(server.line()).isEqualTo("draining, because of TERM");
            for (Socket client : clients) {
                assertThat(Wire.finish(client, "still here")).isEqualTo("still here");
                client.close();
            }
            assertThat(server.exitCode()).isEqualTo(0);
        }
    }

    @Test
    void nobodyNewAndTheRestMayFinish() throws Exception {
        try (var server =
                        Running.tcp(listener -> GracefulServer.serve(listener, new Permits(9), Duration.ofMinutes(1)));
                var client = Wire.connect(server.address())) {
            Wire.send(client, "hello");
            assertThat(Wire.receive(client, "hello")).isEqualTo("hello");
            server.stop();
            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Wire.connect(server.address()));
            assertThat(Wire.finish(client, "bye")).isEqualTo("bye");
            server.join();
        }
    }

    @Test
    void whoDoesNotFinishIsEnded() throws Exception {
        try (var server =
                        Running.tcp(listener -> GracefulServer.serve(listener, new Permits(9), Duration.ofMillis(10)));
                var client = Wire.connect(server.address())) {
            Wire.send(client, "hello");
            assertThat(Wire.receive(client, "hello")).isEqualTo("hello");
            server.stop();
            server.join();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }
}
