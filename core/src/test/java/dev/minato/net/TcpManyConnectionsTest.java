package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Call;
import dev.minato.testing.Eventually;
import dev.minato.testing.ListeningTest;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Sockets;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Many connections at once, and many one after the other: every byte comes back, and nothing is left.
@NetworkTest
class TcpManyConnectionsTest extends ListeningTest {
    private static final int AT_ONCE = 2_000;
    private static final int ONE_AFTER_THE_OTHER = 20_000;
    private static final int BYTES = 4_000;

    @Test
    void twoThousandConnectionsAtOnceLoseNothing() throws Exception {
        long before = Sockets.open();
        try (var server = TaskGroup.isolated()) {
            Call<Integer> accepting = serve(server);
            List<TcpStream> streams = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                streams.add(TcpStream.connect(listener.localAddress()));
            }
            Eventually.holds("all are served", () -> server.size() == AT_ONCE);

            List<Task<Integer>> tasks = new ArrayList<>();
            for (TcpStream stream : streams) {
                tasks.add(Tasks.spawn(() -> roundTrips(stream, 2)));
            }
            for (Task<Integer> task : tasks) {
                assertThat(task.join()).isEqualTo(2 * BYTES);
            }
            for (TcpStream stream : streams) {
                stream.shutdown(Shutdown.WRITE);
                assertThat(stream.read(new byte[1])).isEqualTo(-1);
                stream.close();
            }
            server.join();
            listener.close();
            assertThat(accepting.result()).isEqualTo(AT_ONCE);
        }
        assertThat(Sockets.open()).isEqualTo(before - 1);
    }

    @Test
    void twentyThousandConnectionsComeAndGoWhileOthersCarryTraffic() throws Exception {
        long before = Sockets.open();
        var done = new AtomicBoolean();
        try (var server = TaskGroup.isolated();
                var steady = TcpStream.connect(listener.localAddress());
                var other = TcpStream.connect(listener.localAddress())) {
            Call<Integer> accepting = serve(server);
            List<Task<Integer>> traffic = new ArrayList<>();
            for (TcpStream stream : List.of(steady, other)) {
                traffic.add(Tasks.spawn(() -> {
                    int total = 0;
                    while (!done.get()) {
                        total += roundTrips(stream, 1);
                    }
                    return total;
                }));
            }
            comeAndGo();
            done.set(true);
            for (Task<Integer> task : traffic) {
                assertThat(task.join()).isPositive();
            }
            steady.shutdown(Shutdown.WRITE);
            other.shutdown(Shutdown.WRITE);
            server.join();
            listener.close();
            assertThat(accepting.result()).isEqualTo(ONE_AFTER_THE_OTHER + 2);
        }
        assertThat(Sockets.open()).isEqualTo(before - 1);
    }

    private void comeAndGo() throws Exception {
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int task = 0; task < 4; task++) {
            tasks.add(Tasks.spawn(() -> {
                int count = 0;
                for (int i = 0; i < ONE_AFTER_THE_OTHER / 4; i++) {
                    try (var stream = TcpStream.connect(listener.localAddress())) {
                        // Some only come, some say a word; the rest hears the answer too.
                        if (i % 4 != 0) {
                            stream.writeAll(Pattern.bytes(0, 16));
                        }
                        if (i % 4 > 1) {
                            readPattern(stream, 16);
                        }
                        count++;
                    }
                }
                return count;
            }));
        }
        for (Task<Integer> task : tasks) {
            assertThat(task.join()).isEqualTo(ONE_AFTER_THE_OTHER / 4);
        }
    }

    private Call<Integer> serve(TaskGroup group) {
        return Threads.VIRTUAL.call(() -> {
            int count = 0;
            for (TcpStream stream : listener.incoming()) {
                group.spawn(() -> echo(stream));
                count++;
            }
            return count;
        });
    }

    private static void echo(TcpStream stream) throws NetException {
        try (stream) {
            var buffer = ByteBuffer.allocate(1024);
            while (stream.read(buffer.clear()) != -1) {
                stream.writeAll(buffer.flip());
            }
        } catch (NetException e) {
            switch (e.kind()) {
                case CONNECTION_RESET, BROKEN_PIPE -> {}
                default -> throw e;
            }
        }
    }

    private static int roundTrips(TcpStream stream, int times) throws NetException {
        for (int i = 0; i < times; i++) {
            stream.writeAll(Pattern.bytes(0, BYTES));
            readPattern(stream, BYTES);
        }
        return times * BYTES;
    }

    private static void readPattern(TcpStream stream, int count) throws NetException {
        var buffer = ByteBuffer.allocate(count);
        stream.readExact(buffer);
        Pattern.check(buffer.flip(), 0);
    }
}
