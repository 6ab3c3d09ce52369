package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// 2,000 connections at once to `echo`: every byte comes back, also through a drain, and no descriptor stays
/// behind.
class ManyConnectionsTest {
    private static final int CONNECTIONS = 2_000;
    private static final int BYTES = 8 * 1024;

    private final long seed = System.nanoTime();

    @Test
    void everyByteComesBackAndEveryDescriptorIsFree() throws Exception {
        Require.procFolder();
        try (var server = Serving.of("echo/tcp", "--verbose")) {
            List<Socket> open = connect(server, 1);
            exchange(open);
            close(open);
            server.program().err().await(" closed after .* out: finished$");
            int before = descriptors(server);
            open = connect(server, CONNECTIONS);
            exchange(open);
            assertThat(descriptors(server)).isGreaterThanOrEqualTo(before + CONNECTIONS);
            close(open);
            awaitDescriptors(server, before);
            server.program().terminate();
            assertThat(server.program().exitCode()).isZero();
        }
    }

    @Test
    void nothingIsLostInADrain() throws Exception {
        try (var server = Serving.of("echo/tcp", "--drain-timeout", "10m")) {
            List<Socket> open = connect(server, CONNECTIONS);
            exchange(open);
            server.program().terminate();
            server.program().out().await("^SIGTERM: draining " + CONNECTIONS + " connections for at most 10m$");
            exchange(open);
            for (Socket each : open) {
                each.shutdownOutput();
                assertThat(each.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(server.program().exitCode()).isZero();
            assertThat(server.program().err().toEnd()).isEmpty();
            close(open);
        }
    }

    private static List<Socket> connect(Serving server, int count) throws IOException {
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            open.add(server.connect("echo"));
        }
        return open;
    }

    private static void close(List<Socket> open) throws IOException {
        for (Socket each : open) {
            each.close();
        }
    }

    /// All at the same time.
    private void exchange(List<Socket> open) throws InterruptedException, ExecutionException {
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> exchanges = new ArrayList<>();
            for (int i = 0; i < open.size(); i++) {
                Socket socket = open.get(i);
                long own = seed + i;
                exchanges.add(tasks.submit(() -> {
                    exchange(socket, own);
                    return null;
                }));
            }
            for (Future<?> each : exchanges) {
                each.get();
            }
        }
    }

    private static void exchange(Socket socket, long seed) throws IOException {
        var sent = new byte[BYTES];
        new Random(seed).nextBytes(sent);
        socket.getOutputStream().write(sent);
        assertThat(socket.getInputStream().readNBytes(BYTES))
                .as("seed %d", seed)
                .isEqualTo(sent);
    }

    private static int descriptors(Serving server) {
        String folder = "/proc/" + server.program().pid() + "/fd";
        return Objects.requireNonNull(new File(folder).list(), folder).length;
    }

    private static void awaitDescriptors(Serving server, int expected) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (descriptors(server) > expected && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(descriptors(server)).isEqualTo(expected);
    }
}
