package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.ListeningTest;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What has come on many streams of a loop, and nobody has read, keeps no other stream from reading.
@NetworkTest
class UnreadStreamsTest extends ListeningTest {
    /// More than a loop's ring has buffers.
    private static final int MANY = 1_100;

    private static final int BUSY = 64;
    private static final int MESSAGES = 20;
    private static final int MESSAGE = 100;

    @Test
    void othersGoOnAndNothingIsLost() throws Exception {
        // All on the loop of this task, where there are such.
        Tasks.spawn(() -> {
                    var unread = new ArrayList<Pair>();
                    try {
                        open(unread, MANY);
                        leaveUnread(unread);
                        exchange();
                        readAll(unread);
                    } finally {
                        close(unread);
                    }
                })
                .join(Eventually.PATIENCE);
    }

    private void open(List<Pair> into, int count) throws NetException {
        for (int i = 0; i < count; i++) {
            into.add(Pair.of(listener));
        }
    }

    private static void close(List<Pair> all) throws NetException {
        for (Pair pair : all) {
            pair.close();
        }
    }

    private static void leaveUnread(List<Pair> all) throws Exception {
        var waiting = new AtomicInteger();
        try (var group = new TaskGroup()) {
            for (Pair pair : all) {
                group.spawn(() -> {
                    waiting.incrementAndGet();
                    pair.near().awaitReadable();
                });
            }
            Eventually.holds("all wait", () -> waiting.get() == all.size());
            for (int i = 0; i < all.size(); i++) {
                all.get(i).far().writeAll(Pattern.bytes(i, MESSAGE));
            }
            group.join();
        }
    }

    private void exchange() throws Exception {
        var busy = new ArrayList<Pair>();
        try (var group = new TaskGroup()) {
            open(busy, BUSY);
            for (Pair pair : busy) {
                group.spawn(() -> echo(pair.far()));
                group.spawn(() -> ask(pair.near()));
            }
            group.join();
        } finally {
            close(busy);
        }
    }

    private static void echo(TcpStream stream) throws NetException {
        var buffer = ByteBuffer.allocate(2 * MESSAGE);
        while (stream.read(buffer.clear()) >= 0) {
            stream.writeAll(buffer.flip());
        }
        stream.shutdown(Shutdown.WRITE);
    }

    private static void ask(TcpStream stream) throws NetException {
        var buffer = ByteBuffer.allocate(MESSAGE);
        for (int i = 0; i < MESSAGES; i++) {
            stream.writeAll(Pattern.bytes((long) i * MESSAGE, MESSAGE));
            stream.readExact(buffer.clear());
            Pattern.check(buffer.flip(), (long) i * MESSAGE);
        }
        stream.shutdown(Shutdown.WRITE);
        assertThat(stream.read(buffer.clear())).isEqualTo(-1);
    }

    private static void readAll(List<Pair> all) throws NetException {
        var buffer = ByteBuffer.allocate(MESSAGE);
        for (int i = 0; i < all.size(); i++) {
            all.get(i).near().readExact(buffer.clear());
            Pattern.check(buffer.flip(), i);
        }
    }
}
