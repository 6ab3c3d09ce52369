package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.SocketAddr;
import dev.minato.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What stunnel sends with `protocol = proxy`, and that it is understood; seen with 5.68 of Debian 12. It writes
/// version 1 only.
@Timeout(60)
class StunnelTest {
    private static final String CONFIGURATION = """
            foreground = yes
            pid =
            socket = l:TCP_NODELAY=1
            [service]
            accept = {front}
            connect = {v1}
            cert = {folder}/pem
            protocol = proxy
            """;

    @Test
    void aClientIsToldByALine(@TempDir Path folder) throws Exception {
        Tool.require("stunnel");
        Path _ = Backend.certificate(folder);
        var front = SocketAddr.of(Ipv4Addr.LOCALHOST, Backend.freePorts(1).getFirst());
        try (var backend = new Backend(folder.resolve("server"))) {
            String text = CONFIGURATION
                    .replace("{front}", front.toString())
                    .replace("{v1}", backend.v1().toString())
                    .replace("{folder}", folder.toString());
            Path file = Files.writeString(folder.resolve("conf"), text);
            try (var _ = Backend.start(front, "stunnel", file.toString())) {
                String answer = Tool.output("who\n", "openssl", "s_client", "-quiet", "-connect", front.toString())
                        .strip();
                Backend.Seen seen = backend.last("v1", answer);
                assertThat(seen.header().version()).isEqualTo(1);
                assertThat(seen.header().source().orElseThrow().toString()).isEqualTo(answer);
                assertThat(seen.header().destination()).contains(front);
            }
        }
    }
}
