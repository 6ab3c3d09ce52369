package dev.minato.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// A close that lingers waits for the peer, and holds up nobody but its caller: here the peer is a task beside
/// it, which has to run for the close to end.
@NetworkTest
@EnabledIfSystemProperty(named = "minato.platform", matches = "linux", disabledReason = "the JDK closes there")
class LingerTest {
    private static final Duration LINGER = Duration.ofSeconds(30);

    @Test
    void closeWaitsForThePeerAndHoldsUpNobodyElse() throws Exception {
        List<String> order = Tasks.spawn(() -> {
                    try (var pair = Pair.open()) {
                        pair.near().setLinger(LINGER);
                        return closeBesideThePeer(pair.near(), pair.far());
                    }
                })
                .join();

        assertThat(order).containsExactly("the peer reads", "closed");
    }

    /// The system lets what was accepted inherit the listener's option.
    @Test
    void soDoesTheCloseOfAnAcceptedConnection() throws Exception {
        List<String> order = Tasks.spawn(() -> {
                    try (var listener = TcpListener.options().linger(LINGER).bind("127.0.0.1:0");
                            var pair = Pair.of(listener)) {
                        assertThat(pair.far().linger()).contains(LINGER);
                        return closeBesideThePeer(pair.far(), pair.near());
                    }
                })
                .join();

        assertThat(order).containsExactly("the peer reads", "closed");
    }

    @SuppressWarnings("ThreadPriorityCheck") // so that the one beside runs
    private static List<String> closeBesideThePeer(TcpStream near, TcpStream far) throws Exception {
        List<String> order = new ArrayList<>();
        try (var group = new TaskGroup()) {
            long written = fill(near);
            var closing = new AtomicBoolean();
            Task<?> closer = group.spawn(() -> {
                closing.set(true);
                near.close();
                synchronized (order) {
                    order.add("closed");
                }
            });
            while (!closing.get()) {
                Thread.yield();
            }
            synchronized (order) {
                order.add("the peer reads");
            }
            var buffer = ByteBuffer.allocate(1 << 16);
            long read = 0;
            for (int count = far.read(buffer); count != -1; count = far.read(buffer.clear())) {
                Pattern.check(buffer.flip(), read);
                read += count;
            }
            assertThat(read).isEqualTo(written);
            closer.join();
        }
        return order;
    }

    private static long fill(TcpStream stream) throws Exception {
        long total = 0;
        for (int count = -1; count != 0; total += count) {
            count = stream.tryWrite(Pattern.bytes(total, 1 << 16));
        }
        return total;
    }
}
