package dev.minato.examples.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.examples.Child;
import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong is reported, and the loop goes on.
@Timeout(60)
class AcceptLoopTest {
    @Test
    void aConnectionThatFailsIsReported() throws Exception {
        var reports = new LinkedBlockingQueue<NetException>();
        try (var server = Running.tcp(listener -> AcceptLoop.serve(listener, reports::add))) {
            try (var rude = Wire.connect(server.address())) {
                Wire.send(rude, "hello");
                assertThat(Wire.receive(rude, "hello")).isEqualTo("hello");
                Wire.reset(rude);
            }
            assertThat(reports.poll(10, TimeUnit.SECONDS))
                    .isNotNull()
                    .extracting(NetException::kind)
                    .isEqualTo(ErrorKind.CONNECTION_RESET);
            assertThat(Wire.ask(server.address(), "hello")).isEqualTo("hello");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itServesAgainOnceThereAreDescriptors(@TempDir Path folder) throws Exception {
        var clients = new ArrayList<Socket>();
        try (var server = Child.withFewDescriptors("tcp.AcceptLoop", folder, "127.0.0.1:0")) {
            var address = SocketAddr.parse(server.line().replace("listening at ", ""));
            for (int i = 0; i < 100; i++) {
                clients.add(Wire.connect(address));
            }
            assertThat(server.line()).startsWith("accept " + address + ": too many open files");
            for (Socket client : clients) {
                client.close();
            }
            assertThat(Wire.ask(address, "still there")).isEqualTo("still there");
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }
}
