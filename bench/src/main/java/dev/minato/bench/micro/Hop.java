package dev.minato.bench.micro;

import dev.minato.platform.Placement;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// From one task to another and back, through the platform's waiter.
///
/// Each parameter has a process of its own, as the platform is chosen once in a process. Where this build lacks
/// one, JMH reports that and goes on.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Hop {
    private static final int TURNS = 10_000;

    /// The platform and its scheduling.
    @Param({"jdk shared", "linux shared", "linux local"})
    public String platform = "";

    /// Made by JMH.
    public Hop() {}

    /// Before the first use of a platform.
    @Setup
    public void choose() {
        int space = platform.indexOf(' ');
        System.setProperty("minato.platform", platform.substring(0, space));
        System.setProperty("minato.scheduling", platform.substring(space + 1));
    }

    /// Two tasks that wake each other in turn; the time of one hop.
    @Benchmark
    @OperationsPerInvocation(2 * TURNS)
    public int hop() throws InterruptedException {
        Platform current = Platform.current();
        var table = new Table(current);
        // The second is started by the first, so that both are on one loop where there are loops.
        Thread first = current.start(
                () -> {
                    Thread second = current.start(() -> table.play(1), Placement.HERE);
                    table.play(0);
                    join(second);
                },
                Placement.NEXT);
        first.join();
        return table.turn;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts", e);
        }
    }

    /// Whose turn it is, and a queue for each of the two.
    private static final class Table {
        private final Handle handle = new Handle();
        private final WaitQueue[] queues;
        private final WaitCondition[] turns = {() -> isTurnOf(0), () -> isTurnOf(1)};
        private volatile int turn;

        Table(Platform platform) {
            queues = new WaitQueue[] {new WaitQueue(platform.parker()), new WaitQueue(platform.parker())};
        }

        private boolean isTurnOf(int player) {
            return turn == player;
        }

        void play(int player) {
            for (int i = 0; i < TURNS; i++) {
                awaitTurn(player);
                turn = 1 - player;
                queues[1 - player].wakeOne();
            }
        }

        private void awaitTurn(int player) {
            while (turn != player) {
                queues[player].await(handle, Deadline.NEVER, turns[player]);
            }
        }
    }
}
