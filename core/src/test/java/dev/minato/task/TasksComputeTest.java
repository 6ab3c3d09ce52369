package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.testing.Pair;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A computation is a task as others are, and never on an event loop.
@Timeout(60)
class TasksComputeTest {
    private volatile boolean over;

    @Test
    void isJoinedAndCancelledAsOthersAre() throws Exception {
        var failure = new IOException("of the body");

        assertThat(Tasks.compute(() -> 42).join()).isEqualTo(42);
        assertThatThrownBy(() -> Tasks.compute(() -> {
                            throw failure;
                        })
                        .join())
                .isInstanceOf(ExecutionException.class)
                .hasCause(failure);
        var gate = new Gate();
        Task<String> waiting = Tasks.compute(() -> gate.passWith("never"));
        gate.awaitReached();
        waiting.cancel();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void doesNotInheritTheDeadline() throws Exception {
        long deadline = Tasks.withDeadline(
                Duration.ofDays(1),
                () -> Tasks.compute(() -> Scope.current().deadline()).join());
        assertThat(deadline).isEqualTo(Deadline.NEVER);
    }

    @Test
    void holdsUpNoConnectionOfALoop() throws Exception {
        // One for each loop, started from a task of a loop. Elsewhere, connections share the JDK's scheduler with them.
        int loops = isLocal() ? Runtime.getRuntime().availableProcessors() : 0;
        List<Task<?>> computing = Tasks.spawn(() -> {
                    List<Task<?>> all = new ArrayList<>();
                    for (int i = 0; i < loops; i++) {
                        all.add(Tasks.compute(this::computeUntilOver));
                    }
                    return all;
                })
                .join();
        try {
            for (int i = 0; i <= 2 * loops; i++) {
                assertThat(Tasks.spawn(TasksComputeTest::echo).join()).isEqualTo(7);
            }
        } finally {
            over = true;
        }
        for (Task<?> task : computing) {
            task.join();
        }
    }

    private static boolean isLocal() {
        return Platform.current().choices().stream()
                .anyMatch(choice ->
                        choice.name().equals("scheduling") && choice.value().equals("local"));
    }

    private String computeUntilOver() {
        while (!over) {
            Thread.onSpinWait();
        }
        return "over";
    }

    private static int echo() throws Exception {
        try (var pair = Pair.open()) {
            var answering = Tasks.spawn(() -> {
                var one = new byte[1];
                pair.far().readExact(one);
                pair.far().writeAll(one);
            });
            pair.near().writeAll(new byte[] {7});
            var answer = new byte[1];
            pair.near().readExact(answer);
            answering.join();
            return answer[0];
        }
    }
}
