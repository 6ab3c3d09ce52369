package dev.minato.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// `--stats` shows once a second what the services do, and the last line of every `serve` what they have done.
class StatsTest {
    @Test
    void theTableShowsWhatIsHandled() {
        try (var server = Serving.of("line/tcp", "reverse", "--stats");
                var connect = Program.minato("connect", "127.0.0.1:" + server.tcp("line"))
                        .input("a\nb\nquit\n")) {
            assertThat(connect.exitCode()).as("%s", connect).isZero();
            server.program().out().await("^SERVICE +OPEN +CONN/S +REQ/S +IN/S +OUT/S +P50 +P99 +LOST$");
            server.program().out().await("^line/tcp +0 +1\\.0 +3\\.0 +9 B +8 B +\\d.* .?s +\\d.* .?s +0$");
            server.program().out().await("^reverse/udp +- +- +0 +- +- +- +- +0$");
        }
    }

    @Test
    @SuppressWarnings("try") // the close ends the writes
    void aClientThatDoesNotReadIsNamed() throws Exception {
        try (var server = Serving.of("echo/tcp", "--stats");
                var client = server.connect("echo")) {
            var pours = Thread.ofVirtual().start(() -> {
                var bytes = new byte[64 * 1024];
                try {
                    for (; ; ) {
                        client.getOutputStream().write(bytes);
                    }
                } catch (IOException closed) {
                    // The end of the test.
                }
            });
            String peer = "127\\.0\\.0\\.1:" + client.getLocalPort();
            server.program().out().await("^slow: echo of " + peer + ": blocked in write for \\d+\\.\\d s$");
            client.close();
            pours.join();
        }
    }

    @Test
    void theLastLineSaysWhatWasServedAndRefused() throws Exception {
        try (var server = Serving.of("line/tcp", "time", "--max-per-address", "1");
                var client = server.connect("line")) {
            client.getOutputStream().write("a\nb\n".getBytes(US_ASCII));
            assertThat(client.getInputStream().readNBytes(4)).hasSize(4);
            try (var refused = server.connect("line")) {
                server.program().err().await("^minato: line of 127\\.0\\.0\\.1:\\d+: refused: too many from address$");
                assertThat(refused.isConnected()).isTrue();
            }
            server.program().terminate();
            assertThat(server.program().exitCode()).isZero();
            assertThat(server.program().out().textToEnd())
                    .containsPattern("(?m)^served 1 connection, 2 requests, 4 B in, 4 B out, 0 datagrams;"
                            + " refused 1 \\(too many from address 1\\); left 0$");
        }
    }
}
