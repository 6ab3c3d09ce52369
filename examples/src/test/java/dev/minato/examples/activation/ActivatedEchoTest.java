package dev.minato.examples.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.examples.Child;
import dev.minato.examples.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Without a service manager it binds an address of its own and tells nobody; under one the command's tests show the
/// same calls.
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // has no SIGTERM
class ActivatedEchoTest {
    @Test
    void servesWithoutAManagerAndDrainsAtASignal() throws Exception {
        try (var server = Child.start("activation.ActivatedEcho", "127.0.0.1:0")) {
            String listening = server.line().replace("listening at [", "").replace("]", "");
            try (var client = Wire.connect(SocketAddr.parse(listening))) {
                assertThat(Wire.finish(client, "hello\n")).isEqualTo("hello\n");
            }
            server.terminate();
            assertThat(server.exitCode()).isZero();
        }
    }

    @Test
    void descriptorThatIsNoSocketIsRefused() {
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> ActivatedEcho.listenerOf(1_000_000))
                .withMessageContaining("file descriptor 1000000");
    }
}
