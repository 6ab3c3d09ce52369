package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.task.TaskGroup;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A connection that always has data does not keep others from being served, however many of them there are.
@NetworkTest
class TcpFairnessTest {
    private static final int GREEDY = 4 * Runtime.getRuntime().availableProcessors();
    private static final int CHUNK = 16 * 1024;

    @Test
    void greedyConnectionsLetOthersRun() throws Exception {
        var stop = new AtomicBoolean();
        var running = new AtomicInteger();
        try (var group = TaskGroup.isolated();
                var probe = Pair.open()) {
            group.spawn(() -> echo(probe.far()));
            for (int i = 0; i < GREEDY; i++) {
                group.spawn(() -> neverWait(stop, running));
            }
            try {
                ask(probe.near());
            } finally {
                stop.set(true);
            }
        }
        assertThat(running).hasPositiveValue();
    }

    private static void ask(TcpStream near) throws NetException {
        for (int round = 0; round < 100; round++) {
            near.writeAll(new byte[] {(byte) round});
            var answer = new byte[1];
            near.readExact(answer);
            assertThat(answer[0]).isEqualTo((byte) round);
        }
    }

    private static void echo(TcpStream stream) throws NetException {
        var one = ByteBuffer.allocate(1);
        while (stream.read(one.clear()) != -1) {
            stream.writeAll(one.flip());
        }
    }

    /// Writes what its own socket buffers hold, and reads it byte by byte.
    private static void neverWait(AtomicBoolean stop, AtomicInteger running) throws NetException {
        try (var pair = Pair.open()) {
            running.incrementAndGet();
            var chunk = ByteBuffer.allocate(CHUNK);
            var one = ByteBuffer.allocate(1);
            while (!stop.get()) {
                pair.near().writeAll(chunk.clear());
                for (int i = 0; i < CHUNK; i++) {
                    pair.far().read(one.clear());
                }
            }
        }
    }
}
