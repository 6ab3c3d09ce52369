package dev.minato.examples.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What goes in on one side comes out on the other: bytes, ends and failures.
@Timeout(60)
class ProxyTest {
    @Test
    void eachDirectionEndsByItself() throws Exception {
        try (var target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var proxy = passingOnTo(target.getLocalPort());
                var client = Wire.connect(proxy.address());
                var server = Wire.accept(target)) {
            Wire.send(server, "welcome");
            assertThat(Wire.receive(client, "welcome")).isEqualTo("welcome");
            Wire.send(client, "question");
            client.shutdownOutput();
            assertThat(server.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("question");
            assertThat(Wire.finish(server, "answer")).isEmpty();
            assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("answer");
        }
    }

    @Test
    void aClientThatResetsEndsTheOtherSide() throws Exception {
        try (var target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var proxy = passingOnTo(target.getLocalPort());
                var client = Wire.connect(proxy.address());
                var server = Wire.accept(target)) {
            Wire.reset(client);
            assertThat(server.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void withoutATargetTheClientIsLetGo() throws Exception {
        try (var bound = new Socket()) { // and not listening
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (var proxy = passingOnTo(bound.getLocalPort());
                    var client = Wire.connect(proxy.address())) {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    private static Running passingOnTo(int port) throws Exception {
        return Running.tcp(listener -> Proxy.serve(listener, "127.0.0.1:" + port));
    }
}
