package dev.minato.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.net.TcpListener;
import dev.minato.platform.Deadline;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.TryStream;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// A close that lingers waits for the peer, and holds up nobody but its caller: here the peer is a task beside
/// it, which has to run for the close to end.
@NetworkTest
@EnabledIfSystemProperty(named = "minato.platform", matches = "linux", disabledReason = "the JDK closes there")
class LingerTest {
    private static final int SECONDS = 30;

    @Test
    void closeWaitsForThePeerAndHoldsUpNobodyElse() throws Exception {
        List<String> order = Tasks.spawn(LingerTest::closeBesideThePeer).join();

        assertThat(order).containsExactly("the peer reads", "closed");
    }

    @SuppressWarnings("ThreadPriorityCheck") // so that the one beside runs
    private static List<String> closeBesideThePeer() throws Exception {
        List<String> order = new ArrayList<>();
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var group = new TaskGroup()) {
            TryStream<SocketAddr> near = connect(listener);
            try (var far = listener.accept()) {
                near.setOption(StandardSocketOptions.SO_LINGER, SECONDS);
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
        }
        return order;
    }

    private static TryStream<SocketAddr> connect(TcpListener listener) throws Exception {
        TryStream<SocketAddr> stream =
                Platform.current().openStream(listener.localAddress(), Optional.empty(), List.of());
        while (!stream.tryConnect(listener.localAddress())) {
            stream.await(Interest.WRITABLE, new Handle(), Deadline.NEVER);
        }
        return stream;
    }

    private static long fill(TryStream<SocketAddr> stream) throws Exception {
        long total = 0;
        for (int count = -1; count != 0; total += count) {
            count = stream.tryWrite(Pattern.bytes(total, 1 << 16));
        }
        return total;
    }
}
