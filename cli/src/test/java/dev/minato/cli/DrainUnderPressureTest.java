package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// SIGTERM drains while there is nothing left of what a server needs: permits, descriptors, memory, or peers that
/// read.
class DrainUnderPressureTest {
    private final List<Socket> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (Socket each : open) {
            each.close();
        }
    }

    @Test
    void whileAllPermitsAreTaken() throws IOException {
        try (var server = Serving.of("echo/tcp", "--max-connections", "4", "--drain-timeout", "0s")) {
            connect(server, 40);
            awaitServed(4);
            assertEnds(server, 4);
        }
    }

    @Test
    void whileDescriptorsAreExhausted() throws IOException {
        Require.tool("prlimit");
        try (var server = Serving.of("echo/tcp", "--drain-timeout", "0s")) {
            connect(server, 1);
            awaitServed(1);
            String pid = Long.toString(server.program().pid());
            String _ = Program.outputOf("", "prlimit", "--pid", pid, "--nofile=64:64");
            connect(server, 100);
            server.program().err().await("cannot accept for now: .*too many open files");
            server.program().terminate();
            server.program().out().await("^SIGTERM: draining ");
            assertThat(server.program().exitCode()).isZero();
        }
    }

    @Test
    void whilePeersDoNotRead() throws IOException {
        try (var server = Serving.of("echo/tcp", "--max-connections", "8", "--drain-timeout", "0s")) {
            connect(server, 8);
            awaitServed(8);
            try (var floods = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Socket each : open) {
                    floods.submit(() -> flood(each));
                }
                server.program().terminate();
                server.program().out().await("^SIGTERM: draining 8 connections");
                assertThat(server.program().exitCode()).isZero();
            }
        }
    }

    private static Object flood(Socket socket) {
        try {
            for (; ; ) {
                socket.getOutputStream().write(new byte[64 * 1024]);
            }
        } catch (IOException reset) {
            return reset;
        }
    }

    private void connect(Serving server, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            open.add(server.connect("echo"));
        }
    }

    /// Waits until the first so many are served.
    private void awaitServed(int count) throws IOException {
        for (Socket each : open.subList(0, count)) {
            each.getOutputStream().write('x');
            assertThat(each.getInputStream().read()).isEqualTo('x');
        }
    }

    private static void assertEnds(Serving server, int connections) {
        server.program().terminate();
        server.program().out().await("^SIGTERM: draining " + connections + " connections");
        assertThat(server.program().exitCode()).isZero();
    }
}
