package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Call;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Sockets;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/// Connections that come and go while bytes are on their way to them, so that descriptors, and all that a
/// platform keeps by their numbers, are used again at once. Each carries bytes of its own, and nobody hears of
/// anything that was meant for another.
///
/// `-Dminato.churn=100000` plays as many; `-Dminato.seed=…` draws the lots of an earlier run again. A client
/// always leaves with bytes unread, which is a reset: no port is held up afterwards.
@NetworkTest
@Timeout(value = 1, unit = TimeUnit.HOURS)
class ChurnTest {
    private static final int CONNECTIONS = Integer.getInteger("minato.churn", 10_000);
    private static final long SEED = Long.getLong("minato.seed", System.nanoTime());
    private static final int CLIENTS = 16;
    private static final int QUESTION = 100;
    private static final int ANSWER = 8_000;
    private static final Set<ErrorKind> LEFT = EnumSet.of(ErrorKind.CONNECTION_RESET, ErrorKind.BROKEN_PIPE);

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicLong checked = new AtomicLong();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Test
    @SuppressWarnings("try") // the listener closes before its connections have ended
    void everyConnectionHearsOfItsOwnOnly(TestReporter reporter) throws Exception {
        reporter.publishEntry("deadline", String.valueOf(600 + CONNECTIONS / 100));
        String run = "churn, " + Platform.current().name() + ": -Dminato.seed=" + SEED;
        long before = Sockets.open();
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var servers = TaskGroup.isolated()) {
            Task<Integer> accepting = Tasks.spawn(() -> {
                int count = 0;
                for (TcpStream stream : listener.incoming()) {
                    servers.spawn(() -> serve(stream));
                    count++;
                }
                return count;
            });
            // Platform threads have no loop of their own: theirs are registered with any.
            List<Call<Threads>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                var random = new Random(SEED + i);
                Threads threads = Threads.values()[i % 2];
                clients.add(threads.run(() -> playAll(listener, random)));
            }
            awaitAllServed(run);
            for (Call<Threads> client : clients) {
                client.result();
            }
            listener.close();
            assertThat(accepting.join()).as(run).isEqualTo(CONNECTIONS);
            Eventually.holds(run + ": the servers have ended", () -> servers.size() == 0);
        }
        assertThat(Sockets.open()).as(run).isEqualTo(before);
        System.out.println(run + ", " + CONNECTIONS + " connections, " + checked + " bytes");
    }

    /// However long it takes, as long as it goes on.
    private void awaitAllServed(String run) throws Exception {
        while (served.get() < CONNECTIONS) {
            int before = served.get();
            Eventually.holds(run + ": it goes on after " + before, () -> served.get() > before || !failures.isEmpty());
            Throwable failure = failures.peek();
            if (failure != null) {
                throw new AssertionError(run, failure);
            }
        }
    }

    private void playAll(TcpListener listener, Random random) throws Exception {
        for (int id = opened.getAndIncrement(); id < CONNECTIONS; id = opened.getAndIncrement()) {
            try (var stream = TcpStream.connect(listener.localAddress())) {
                play(stream, id, random);
            } catch (Throwable e) {
                failures.add(new AssertionError("the client of " + id, e));
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // so that the server surely waits, now and then
    private void play(TcpStream stream, int id, Random random) throws Exception {
        for (int i = random.nextInt(4); i > 0; i--) {
            Thread.yield();
        }
        stream.writeAll(
                ByteBuffer.allocate(4 + QUESTION).putInt(id).put(question(id)).flip());
        if (random.nextBoolean()) {
            read(stream, id, random.nextInt(ANSWER - 1));
        } else {
            Task<?> closer = Tasks.spawn(stream::close);
            try {
                read(stream, id, ANSWER - 1);
            } catch (NetException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED);
            }
            closer.join();
        }
    }

    private void read(TcpStream stream, int id, int count) throws NetException {
        var buffer = ByteBuffer.allocate(1 + id % 3_000);
        for (int total = 0; total < count; ) {
            int got = stream.read(buffer.clear().limit(Math.min(buffer.capacity(), count - total)));
            assertThat(got).as("the end of " + id).isPositive();
            Pattern.check(buffer.flip(), answerAt(id) + total);
            total += got;
            checked.addAndGet(got);
        }
    }

    private void serve(TcpStream stream) {
        int id = -1;
        try (stream) {
            var buffer = ByteBuffer.allocate(4 + QUESTION);
            // Nothing was sent before the question: what ends this wait earlier was meant for another.
            stream.awaitReadable();
            assertThat(stream.tryRead(buffer)).as("bytes after an event").isPositive();
            stream.readExact(buffer);
            id = buffer.flip().getInt();
            assertThat(buffer).isEqualTo(question(id));
            answer(stream, id);
            served.incrementAndGet();
        } catch (Throwable e) {
            failures.add(new AssertionError("the server of " + id, e));
        }
    }

    /// Writes until the client has gone, then hears that it has.
    private static void answer(TcpStream stream, int id) {
        try {
            for (int at = 0; at < ANSWER; at += 1_000) {
                stream.writeAll(Pattern.bytes(answerAt(id) + at, 1_000));
            }
            // A client that left between two writes is at its end first, and a moment later reset.
            assertThat(stream.read(new byte[1])).isEqualTo(-1);
        } catch (NetException e) {
            assertThat(e.kind()).isIn(LEFT);
        }
    }

    private static ByteBuffer question(int id) {
        return Pattern.bytes(-QUESTION * (1L + id), QUESTION);
    }

    private static long answerAt(int id) {
        return (long) id * ANSWER;
    }
}
