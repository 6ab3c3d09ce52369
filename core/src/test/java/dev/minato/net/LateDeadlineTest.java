package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.testing.Eventually;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A deadline that passes while the platform's threads stand still does not win over what has come meanwhile:
/// every wait looks once more before it says that nothing did.
@NetworkTest
class LateDeadlineTest {
    private static final int CARRIERS = Runtime.getRuntime().availableProcessors();

    /// Long enough to be waited for before all carriers stand still, and over before they go on.
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private static final int MAX_SCENES = 20;

    /// A wait for a byte or a datagram that comes in time; true if it was seen.
    private interface Wait {
        boolean sees(TcpStream stream, TcpListener listener, UdpSocket datagrams) throws NetException;
    }

    @Test
    void readSeesTheData() throws Exception {
        seesWhatCame((stream, _, _) -> stream.read(ByteBuffer.allocate(1)) == 1);
    }

    @Test
    void waitForDataSeesIt() throws Exception {
        seesWhatCame((stream, _, _) -> {
            stream.awaitReadable(TIMEOUT);
            return true;
        });
    }

    @Test
    void peekSeesTheData() throws Exception {
        seesWhatCame((stream, _, _) -> stream.peek(ByteBuffer.allocate(1)) == 1);
    }

    @Test
    void acceptSeesTheConnection() throws Exception {
        seesWhatCame((_, listener, _) -> {
            listener.accept(TIMEOUT).close();
            return true;
        });
    }

    @Test
    void receiveSeesTheDatagram() throws Exception {
        seesWhatCame(
                (_, _, datagrams) -> datagrams.recvFrom(ByteBuffer.allocate(1)).length() == 1);
    }

    @Test
    void setSeesItsMembers() throws Exception {
        seesWhatCame((stream, _, _) -> {
            try (var set = new ReadinessSet<TcpStream>()) {
                set.add(Readiness.readable(stream), stream);
                return !set.await(TIMEOUT).isEmpty();
            }
        });
    }

    @Test
    void anySeesEach() throws Exception {
        seesWhatCame((_, _, datagrams) ->
                !Readiness.any(List.of(Readiness.readable(datagrams)), TIMEOUT).isEmpty());
    }

    /// Sets the scene again if it was too slow on this machine: what came after the deadline need not be seen.
    private static void seesWhatCame(Wait wait) throws Exception {
        Optional<Boolean> seen = Optional.empty();
        for (int scene = 0; seen.isEmpty() && scene < MAX_SCENES; scene++) {
            seen = sees(wait);
        }
        assertThat(seen).as("what came in time").contains(true);
    }

    /// Returns whether what came was seen; empty if it came too late.
    private static Optional<Boolean> sees(Wait wait) throws Exception {
        Parker parker = Platform.current().parker();
        try (var group = TaskGroup.isolated();
                var listener = TcpListener.bind(Loopback.IPV4.any());
                var near = TcpStream.connect(listener.localAddress());
                var far = listener.accept();
                var datagrams = UdpSocket.bind(Loopback.IPV4.any());
                var sender = UdpSocket.bind(Loopback.IPV4.any())) {
            near.setReadTimeout(TIMEOUT);
            datagrams.setReadTimeout(TIMEOUT);
            warmUp(near, far);
            var begun = new AtomicLong();
            Task<Boolean> waits = group.spawn(() -> {
                begun.set(parker.now());
                return wait.sees(near, listener, datagrams);
            });
            Eventually.holds("the wait begins", () -> begun.get() > 0);
            var arrived = new AtomicLong();
            standStillWhile(group, () -> {
                far.writeAll(ByteBuffer.wrap(new byte[1]));
                sender.sendTo(ByteBuffer.wrap(new byte[1]), datagrams.localAddress());
                // The kernel connects at once; who waits to hear of it waits for the carriers.
                arrived.set(parker.now());
                TcpStream.connect(listener.localAddress()).close();
            });
            if (arrived.get() - begun.get() >= TIMEOUT.toNanos()) {
                return Optional.empty();
            }
            return Optional.of(waits.join());
        }
    }

    /// What a first wait costs is not to be paid while the carriers are busy.
    private static void warmUp(TcpStream near, TcpStream far) throws NetException {
        far.writeAll(ByteBuffer.wrap(new byte[1]));
        near.readExact(ByteBuffer.allocate(1));
    }

    private interface Arriving {
        void come() throws Exception;
    }

    /// Occupies every carrier until the deadline has passed; meanwhile something comes.
    private static void standStillWhile(TaskGroup group, Arriving arriving) throws Exception {
        var busy = new AtomicInteger();
        var parker = Platform.current().parker();
        long until = parker.now() + 2 * TIMEOUT.toNanos();
        var hogs = new ArrayList<Task<?>>();
        for (int i = 0; i < 2 * CARRIERS; i++) {
            hogs.add(group.spawn(() -> {
                busy.incrementAndGet();
                while (parker.now() < until) {
                    Thread.onSpinWait();
                }
            }));
        }
        Eventually.holds("carriers are busy", () -> busy.get() >= CARRIERS);
        arriving.come();
        for (var hog : hogs) {
            hog.join();
        }
    }
}
