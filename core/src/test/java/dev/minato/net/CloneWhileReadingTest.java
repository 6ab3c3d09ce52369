package dev.minato.net;

import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A stream that tasks read while a platform thread clones it and closes the clones: no event loop stands
/// still, and tasks that have nothing to do with the stream go on.
@NetworkTest
class CloneWhileReadingTest {
    private static final int READERS = 3;
    private static final int CLONES = 100_000;
    private static final int BYSTANDERS = 4;

    @Test
    void tasksBesideItGoOn() throws Exception {
        try (var pair = Pair.open();
                var group = TaskGroup.isolated()) {
            var readers = new ArrayList<Task<?>>();
            for (int i = 0; i < READERS; i++) {
                readers.add(group.spawn(() -> readToEnd(pair.near())));
            }
            var cloning = Threads.PLATFORM.run(() -> {
                for (int i = 0; i < CLONES; i++) {
                    pair.near().tryClone().close();
                }
            });
            var writing = Threads.PLATFORM.run(() -> {
                while (!cloning.isFinished()) {
                    pair.far().writeAll(new byte[1]);
                }
                pair.far().shutdown(Shutdown.WRITE);
            });
            var turns = new AtomicInteger();
            while (!cloning.isFinished()) {
                bystandersRun(turns);
            }
            bystandersRun(turns);
            cloning.result();
            writing.result();
            for (var reader : readers) {
                reader.join();
            }
        }
    }

    private static void readToEnd(TcpStream stream) throws Exception {
        var buffer = ByteBuffer.allocate(1);
        while (stream.read(buffer.clear()) != -1) {
            // Counted by nobody: any reader may get any byte.
        }
    }

    /// New tasks go round the loops: one of them comes to a loop that stands still.
    private static void bystandersRun(AtomicInteger turns) throws Exception {
        int expected = turns.get() + BYSTANDERS;
        for (int i = 0; i < BYSTANDERS; i++) {
            Task<?> unused = Tasks.spawn(() -> {
                Tasks.sleep(Duration.ofMillis(1));
                turns.incrementAndGet();
            });
        }
        Eventually.holds("a task on every loop runs", () -> turns.get() == expected);
    }
}
