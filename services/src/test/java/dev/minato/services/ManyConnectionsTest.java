package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.minato.address.SocketAddr;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.task.Permits;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two thousand connections at once lose no byte, and a drain leaves nothing behind.
@Timeout(120)
class ManyConnectionsTest {
    private static final int CONNECTIONS = 2_000;
    private static final int BYTES = 20_000;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @Test
    void everyByteComesBackAndNothingIsLeft() throws Exception {
        Requirement.that("/proc/self/fd, to count descriptors", Files.isDirectory(DESCRIPTORS));
        Requirement.that("5,000 descriptors", descriptorLimit() >= 5_000);
        serve(10);
        long before = descriptors();
        serve(CONNECTIONS);
        assertThat(descriptors()).isLessThanOrEqualTo(before);
    }

    private static void serve(int connections) throws Exception {
        try (var echo = Served.tcp("echo");
                var group = new TaskGroup()) {
            var allConnected = new Permits(connections);
            for (int i = 0; i < connections; i++) {
                allConnected.acquire();
            }
            var clients = new ArrayList<Task<?>>();
            for (int i = 0; i < connections; i++) {
                long seed = i;
                clients.add(group.spawn(() -> talk(echo, seed, allConnected)));
            }
            for (int i = 0; i < connections; i++) {
                echo.log.awaitOpened();
            }
            assertThat(echo.server.connections()).isEqualTo(connections);
            for (int i = 0; i < connections; i++) {
                allConnected.release();
            }
            for (var client : clients) {
                client.join();
            }
            echo.server.drain();
            assertThat(echo.server.connections()).isZero();
        }
    }

    /// Connects, waits for all the others, and then sends, ends and reads.
    private static void talk(Served echo, long seed, Permits start) throws Exception {
        var bytes = new byte[BYTES];
        new Random(seed).nextBytes(bytes);
        try (var stream = TcpStream.connect(SocketAddr.of(echo.address()))) {
            start.acquire();
            stream.writeAll(bytes);
            stream.shutdown(Shutdown.WRITE);
            assertThat(stream.readToEnd(BYTES)).isEqualTo(bytes);
        }
    }

    private static long descriptors() throws IOException {
        try (var open = Files.list(DESCRIPTORS)) {
            return open.count();
        }
    }

    private static long descriptorLimit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
    }
}
