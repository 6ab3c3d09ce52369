package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Sockets;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/// Connections that at random echo, half-close, reset, stall, time out, are closed by another thread, and have
/// clones, all at once. At the end every byte of those that ended well is accounted for, and nothing is left:
/// no socket, no task, so nobody who waits.
///
/// `-Dminato.soak=600` runs it for ten minutes, `-Dminato.seed=…` draws the lots of an earlier run again. Where
/// a task may hang, nothing times out that would end its wait: a lost wake is a failure here, with a thread
/// dump.
@NetworkTest
@Timeout(value = 1, unit = TimeUnit.DAYS)
class SoakTest {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("minato.soak", 10));
    private static final long SEED = Long.getLong("minato.seed", System.nanoTime());
    private static final int CLIENTS = 32;
    private static final int MAX_SIZE = 200_000;
    private static final Path DUMP = Path.of("target", "soak-threads.txt");

    /// What happens on a connection; the client says it in the first bytes.
    private enum Action {
        ECHO,
        HALF_CLOSE,
        CLIENT_RESETS,
        SERVER_RESETS,
        SERVER_STALLS,
        READ_TIMES_OUT,
        ANOTHER_CLOSES,
        CLONES
    }

    /// The first bytes of a connection.
    ///
    /// @param action what the client is about to do
    /// @param id where in the pattern its bytes begin, different for each connection
    /// @param size how many bytes, or how long to stall
    private record Opening(Action action, long id, int size) {
        static final int BYTES = 13;

        ByteBuffer bytes() {
            return ByteBuffer.allocate(BYTES)
                    .put((byte) action.ordinal())
                    .putLong(id)
                    .putInt(size)
                    .flip();
        }

        static Opening read(TcpStream stream) throws NetException {
            var buffer = ByteBuffer.allocate(BYTES);
            stream.readExact(buffer);
            buffer.flip();
            return new Opening(Action.values()[buffer.get()], buffer.getLong(), buffer.getInt());
        }
    }

    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong verified = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong();
    private final Map<Action, AtomicLong> counts = new EnumMap<>(Action.class);
    private TcpListener listener;

    @Test
    void everyByteIsAccountedForAndNothingIsLeft(TestReporter reporter) throws Exception {
        reporter.publishEntry("deadline", String.valueOf(TIME.plusMinutes(10).toSeconds()));
        String run = "soak, " + Platform.current().name() + ": -Dminato.seed=" + SEED;
        System.out.println(run + ", " + TIME.toSeconds() + " s");
        for (Action action : Action.values()) {
            counts.put(action, new AtomicLong());
        }
        long before = Sockets.open();
        listener = TcpListener.bind("127.0.0.1:0");
        try (var servers = TaskGroup.isolated()) {
            Task<Integer> accepting = Tasks.spawn(() -> {
                int count = 0;
                for (TcpStream stream : listener.incoming()) {
                    servers.spawn(() -> serve(stream));
                    count++;
                }
                return count;
            });
            long end = System.nanoTime() + TIME.toNanos();
            List<Task<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                var random = new Random(SEED + i);
                clients.add(Tasks.spawn(() -> playUntil(end, random)));
            }
            int opened = 0;
            for (Task<Integer> client : clients) {
                opened += ended(run, client, end);
            }
            listener.close();
            assertThat(ended(run, accepting, end)).isEqualTo(opened);
            awaitEnd(run, "the servers have ended", () -> servers.size() == 0);
        }
        assertThat(Sockets.open()).as(run).isEqualTo(before);
        System.out.println(run + ": " + verified + " bytes, " + counts + ", slowest exchange of one byte "
                + TimeUnit.NANOSECONDS.toMillis(slowest.get()) + " ms");
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).hasPositiveValue());
    }

    private static <T> T ended(String run, Task<T> task, long end) throws Exception {
        while (System.nanoTime() < end && !task.isFinished()) {
            Tasks.sleep(Duration.ofMillis(50));
        }
        awaitEnd(run, "a task has ended", task::isFinished);
        return task.join();
    }

    private static void awaitEnd(String run, String what, Eventually.Condition condition) throws Exception {
        try {
            Eventually.holds(run + ": " + what, condition);
        } catch (AssertionError hangs) {
            Files.deleteIfExists(DUMP);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(DUMP.toAbsolutePath().toString(), ThreadDumpFormat.TEXT_PLAIN);
            throw new AssertionError("see " + DUMP, hangs);
        }
    }

    private int playUntil(long end, Random random) throws Exception {
        int opened = 0;
        while (System.nanoTime() < end) {
            Action action = Action.values()[random.nextInt(Action.values().length)];
            // Small ones and large ones, both often.
            int size = 1 + random.nextInt(1 << (1 + random.nextInt(17)));
            var opening = new Opening(action, ids.getAndAdd(MAX_SIZE * 10L), size);
            opened++;
            try (var stream = TcpStream.connect(listener.localAddress())) {
                stream.writeAll(opening.bytes());
                play(stream, opening, random);
            } catch (Throwable e) {
                throw new AssertionError(opening + " by the client", e);
            }
            counts.get(action).incrementAndGet();
        }
        return opened;
    }

    private void play(TcpStream stream, Opening opening, Random random) throws Exception {
        switch (opening.action) {
            case ECHO -> playEcho(stream, opening, random);
            case HALF_CLOSE -> playHalfClose(stream, opening, random);
            case CLIENT_RESETS -> playReset(stream, opening);
            case SERVER_RESETS -> playServerReset(stream, opening, random);
            case SERVER_STALLS -> playStall(stream, opening, random);
            case READ_TIMES_OUT -> playTimeout(stream, opening, random);
            case ANOTHER_CLOSES -> playClose(stream, random);
            case CLONES -> playClones(stream, opening, random);
        }
    }

    private void serve(TcpStream stream) throws Exception {
        try (stream) {
            Opening opening = Opening.read(stream);
            try {
                serve(stream, opening);
            } catch (NetException e) {
                boolean expected = opening.action == Action.CLIENT_RESETS
                        && (e.kind() == ErrorKind.CONNECTION_RESET || e.kind() == ErrorKind.BROKEN_PIPE);
                if (!expected) {
                    throw new AssertionError(opening + " by the server", e);
                }
            }
        }
    }

    private void serve(TcpStream stream, Opening opening) throws Exception {
        switch (opening.action) {
            case ECHO, CLIENT_RESETS -> echo(stream);
            case HALF_CLOSE -> {
                answer(stream, readToEnd(stream, opening.id, new Random(opening.id)));
                write(stream, opening.id, opening.size, new Random(opening.id));
            }
            case SERVER_RESETS -> stream.awaitReadable();
            case SERVER_STALLS -> {
                Tasks.sleep(Duration.ofMillis(1 + opening.size % 20));
                answer(stream, readToEnd(stream, opening.id, new Random(opening.id)));
            }
            case READ_TIMES_OUT -> {
                stream.readExact(new byte[1]);
                write(stream, opening.id, opening.size, new Random(opening.id));
            }
            case ANOTHER_CLOSES -> assertThat(stream.read(new byte[1])).isEqualTo(-1);
            case CLONES -> write(stream, opening.id, opening.size, new Random(opening.id));
        }
    }

    private static void echo(TcpStream stream) throws NetException {
        var buffer = ByteBuffer.allocate(8192);
        while (stream.read(buffer.clear()) != -1) {
            stream.writeAll(buffer.flip());
        }
    }

    /// One byte to and fro, then all at once from two threads.
    private void playEcho(TcpStream stream, Opening opening, Random random) throws Exception {
        long began = System.nanoTime();
        stream.writeAll(Pattern.bytes(opening.id, 1));
        read(stream, opening.id, 1, random);
        slowest.accumulateAndGet(System.nanoTime() - began, Math::max);

        try (TcpStream writing = stream.tryClone();
                var group = new TaskGroup()) {
            var lots = new Random(random.nextLong());
            Task<Integer> writer = group.spawn(() -> {
                write(writing, opening.id + 1, opening.size, lots);
                writing.shutdown(Shutdown.WRITE);
                return opening.size;
            });
            assertThat(readToEnd(stream, opening.id + 1, random)).isEqualTo(opening.size);
            assertThat(writer.join()).isEqualTo(opening.size);
        }
    }

    private void playHalfClose(TcpStream stream, Opening opening, Random random) throws NetException {
        write(stream, opening.id, opening.size, random);
        stream.shutdown(Shutdown.WRITE);
        assertThat(readAnswer(stream)).isEqualTo(opening.size);
        assertThat(readToEnd(stream, opening.id, random)).isEqualTo(opening.size);
    }

    /// Closes with bytes that it has not read.
    private void playReset(TcpStream stream, Opening opening) throws NetException {
        stream.writeAll(Pattern.bytes(opening.id, Math.min(opening.size, 8192)));
        stream.awaitReadable();
    }

    /// The server closes with bytes that it has not read.
    private void playServerReset(TcpStream stream, Opening opening, Random random) throws NetException {
        try {
            write(stream, opening.id, opening.size, random);
            stream.read(new byte[1]);
            throw new AssertionError("no reset");
        } catch (NetException e) {
            assertThat(e.kind()).isIn(ErrorKind.CONNECTION_RESET, ErrorKind.BROKEN_PIPE);
        }
    }

    /// Writes until that takes too long; what was taken by then arrives.
    private void playStall(TcpStream stream, Opening opening, Random random) throws NetException {
        stream.setWriteTimeout(Duration.ofMillis(1 + random.nextInt(10)));
        long total = 0;
        try {
            while (total < 20L * MAX_SIZE) {
                ByteBuffer chunk = Pattern.bytes(opening.id + total, 1 + random.nextInt(100_000));
                while (chunk.hasRemaining()) {
                    total += stream.write(chunk);
                }
            }
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT);
        }
        stream.clearWriteTimeout();
        stream.shutdown(Shutdown.WRITE);
        assertThat(readAnswer(stream)).isEqualTo(total);
    }

    private void playTimeout(TcpStream stream, Opening opening, Random random) throws NetException {
        stream.setReadTimeout(Duration.ofNanos(1 + random.nextInt(5_000_000)));
        try {
            stream.read(new byte[1]);
            throw new AssertionError("a byte that nobody sent");
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT);
        }
        stream.clearReadTimeout();
        stream.writeAll(new byte[1]);
        assertThat(readToEnd(stream, opening.id, random)).isEqualTo(opening.size);
    }

    private void playClose(TcpStream stream, Random random) throws Exception {
        boolean late = random.nextBoolean();
        try (var group = new TaskGroup()) {
            Task<ErrorKind> reader = group.spawn(() -> {
                try {
                    stream.read(new byte[1]);
                    throw new AssertionError("a byte that nobody sent");
                } catch (NetException e) {
                    return e.kind();
                }
            });
            if (late) {
                Tasks.sleep(Duration.ofNanos(random.nextInt(1_000_000)));
            }
            stream.close();
            assertThat(reader.join()).isEqualTo(ErrorKind.CLOSED);
        }
    }

    /// Three handles read what there is, and one of them is closed on the way.
    @SuppressWarnings("try") // that close is the point
    private void playClones(TcpStream stream, Opening opening, Random random) throws Exception {
        var total = new AtomicLong();
        try (TcpStream second = stream.tryClone();
                TcpStream third = stream.tryClone();
                var group = new TaskGroup()) {
            List<Task<Integer>> readers = new ArrayList<>();
            for (TcpStream handle : List.of(stream, second, third)) {
                int chunk = 1 + random.nextInt(3_000);
                readers.add(group.spawn(() -> {
                    countToEnd(handle, chunk, total);
                    return 0;
                }));
            }
            if (random.nextBoolean()) {
                Tasks.sleep(Duration.ofNanos(random.nextInt(300_000)));
            }
            third.close();
            for (Task<Integer> reader : readers) {
                reader.join();
            }
        }
        assertThat(total).hasValue(opening.size);
        verified.addAndGet(opening.size);
    }

    private static void countToEnd(TcpStream stream, int chunk, AtomicLong total) throws NetException {
        var buffer = ByteBuffer.allocate(chunk);
        try {
            for (int count = stream.read(buffer); count != -1; count = stream.read(buffer.clear())) {
                total.addAndGet(count);
            }
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED);
        }
    }

    private static void write(TcpStream stream, long from, int count, Random random) throws NetException {
        for (int at = 0; at < count; ) {
            int chunk = Math.min(count - at, 1 + random.nextInt(20_000));
            stream.writeAll(Pattern.bytes(from + at, chunk));
            at += chunk;
        }
    }

    private void read(TcpStream stream, long from, int count, Random random) throws NetException {
        var buffer = random.nextBoolean() ? ByteBuffer.allocate(count) : ByteBuffer.allocateDirect(count);
        stream.readExact(buffer);
        Pattern.check(buffer.flip(), from);
        verified.addAndGet(count);
    }

    private long readToEnd(TcpStream stream, long from, Random random) throws NetException {
        var buffer = ByteBuffer.allocate(1 + random.nextInt(20_000));
        long total = 0;
        for (int count = stream.read(buffer); count != -1; count = stream.read(buffer.clear())) {
            Pattern.check(buffer.flip(), from + total);
            total += count;
        }
        verified.addAndGet(total);
        return total;
    }

    private static void answer(TcpStream stream, long total) throws NetException {
        stream.writeAll(ByteBuffer.allocate(Long.BYTES).putLong(total).flip());
    }

    private static long readAnswer(TcpStream stream) throws NetException {
        var buffer = ByteBuffer.allocate(Long.BYTES);
        stream.readExact(buffer);
        return buffer.flip().getLong();
    }
}
