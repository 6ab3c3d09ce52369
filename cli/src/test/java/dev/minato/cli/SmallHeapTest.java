package dev.minato.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A server whose heap is small says so, refuses what it has no room for, and serves on; one whose heap is
/// exhausted ends connections, or the process. It is never alive and deaf.
class SmallHeapTest {
    private static final List<String> ENV = List.of("env", "JAVA_TOOL_OPTIONS=-Xmx48m");
    private static final String VALUE = "v".repeat(60_000);
    private static final int CONNECTIONS = 2_000;

    @Test
    void keptValuesLeaveMemoryToTheOtherServices() throws IOException {
        try (var server = serving("--drain-timeout=0s");
                var kv = server.connect("kv");
                var line = server.connect("line")) {
            server.program()
                    .err()
                    .await("^minato: the limits allow more memory than the heap has: .*--max-connections");
            int kept = 0;
            for (int i = 0; i < 800; i++) {
                String reply = ask(kv, "SET k" + i + " " + VALUE);
                assertThat(reply).isIn("OK", "ERR out of memory");
                kept += reply.equals("OK") ? 1 : 0;
            }
            assertThat(kept).isBetween(300, 24 * 1024 * 1024 / VALUE.length());
            assertThat(ask(kv, "GET k0")).isEqualTo(VALUE);
            assertThat(ask(line, "hello")).isEqualTo("HELLO");
            server.program().terminate();
            assertThat(server.program().exitCode()).isZero();
        }
    }

    /// Half a line of each of them is more than the heap.
    @Test
    void anExhaustedHeapEndsConnectionsOrTheProcess() throws IOException {
        List<Socket> open = new ArrayList<>();
        try (var server = serving("--drain-timeout=0s", "--request-timeout=10m", "--idle-timeout=10m")) {
            sendHalves(server, open);
            server.program().err().await("OutOfMemoryError|out of memory");
            for (Socket each : open) {
                each.close();
            }
            server.program().terminate();
            int exitCode = server.program().exitCode();
            // A connection's end was reported, or that of the process.
            assertThat(exitCode).as("%s", server.program()).isIn(0, 3);
        }
    }

    private static void sendHalves(Serving server, List<Socket> open) {
        try {
            for (int i = 0; i < CONNECTIONS && server.program().isRunning(); i++) {
                Socket socket = server.connect("line");
                open.add(socket);
                socket.getOutputStream().write(VALUE.getBytes(US_ASCII));
            }
        } catch (IOException ended) {
            // A connection or the server ended, as it may.
        }
    }

    private static String ask(Socket socket, String request) throws IOException {
        socket.getOutputStream().write((request + "\n").getBytes(US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
    }

    private static Serving serving(String... options) {
        List<String> arguments = new ArrayList<>(List.of("kv", "line"));
        arguments.addAll(List.of(options));
        return Serving.of(ENV, Program.modules(), arguments.toArray(String[]::new));
    }
}
