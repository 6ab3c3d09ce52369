package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// A close ends, and ends the waits of others, whoever holds the loop that they wait on.
@NetworkTest
class CloseOfHeldLoopTest {
    private static final AtomicReference<TcpStream> CLOSED_BY_A_CLASS = new AtomicReference<>();

    @Test
    void taskHoldsItUntilAnotherThreadHasClosed() throws Exception {
        try (var pair = Pair.open()) {
            var held = new AtomicBoolean();
            var closed = new AtomicBoolean();
            var tasks = Tasks.spawn(() -> beside(pair.near(), () -> {
                held.set(true);
                Eventually.holdsOnTheSpot("another thread has closed", closed::get);
            }));
            Eventually.holds("the loop is held", held::get);
            pair.near().close();
            closed.set(true);
            tasks.join(Eventually.PATIENCE);
        }
    }

    /// A class that initializes itself cannot leave its thread, so the loop does nothing else meanwhile.
    @Test
    void taskThatCannotLeaveItCloses() throws Exception {
        try (var pair = Pair.open()) {
            CLOSED_BY_A_CLASS.set(pair.near());
            Tasks.spawn(() -> beside(
                            pair.near(),
                            () -> assertThat(ClosesAtItsBeginning.isDone()).isTrue()))
                    .join(Eventually.PATIENCE);
        }
    }

    private static final class ClosesAtItsBeginning {
        static {
            try {
                CLOSED_BY_A_CLASS.get().close();
            } catch (NetException e) {
                throw new AssertionError(e);
            }
        }

        static boolean isDone() {
            return true;
        }
    }

    private interface Body {
        void run() throws Exception;
    }

    /// Runs a task on the loop where another waits to read from `stream`, which is going to be closed.
    private static void beside(TcpStream stream, Body body) throws Exception {
        try (var group = new TaskGroup()) {
            group.spawn(() -> {
                Expect.failure(ErrorKind.CLOSED, () -> stream.read(ByteBuffer.allocate(1)));
            });
            group.spawn(body::run);
            group.join();
        }
    }
}
