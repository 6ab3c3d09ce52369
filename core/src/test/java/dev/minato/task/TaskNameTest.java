package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A task has a name, which its thread carries.
@Timeout(60)
class TaskNameTest {
    enum Start {
        SPAWN,
        COMPUTE,
        GROUP,
        ISOLATED,
        COLLECTOR;

        Task<String> start(String name, Callable<String> body) throws Exception {
            return switch (this) {
                case SPAWN -> Tasks.spawn(name, body);
                case COMPUTE -> Tasks.compute(name, body);
                case GROUP -> joined(new TaskGroup(), name, body);
                case ISOLATED -> joined(TaskGroup.isolated(), name, body);
                case COLLECTOR -> {
                    try (var tasks = TaskGroup.<String>collecting(1)) {
                        tasks.spawn(name, body);
                        yield tasks.next().orElseThrow();
                    }
                }
            };
        }

        private static Task<String> joined(TaskGroup group, String name, Callable<String> body) throws Exception {
            try (group) {
                Task<String> task = group.spawn(name, body);
                group.join();
                return task;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void threadCarriesTheName(Start start) throws Exception {
        Task<String> task = start.start("accept-3", () -> Thread.currentThread().getName());

        assertThat(task.join()).isEqualTo("accept-3");
        assertThat(task.name()).isEqualTo("accept-3");
    }

    /// It is what a dump of the threads shows.
    @Test
    void unnamedTaskIsCalledAsItsThread() throws Exception {
        Task<String> task = Tasks.spawn(() -> Thread.currentThread().getName());

        assertThat(task.name()).isEqualTo(task.join()).startsWith("minato-task-");
    }

    @Test
    void actionsHaveNames() throws Exception {
        try (var group = new TaskGroup()) {
            Task<?> task = group.spawn("the one", () -> {});
            Task<?> other = Tasks.spawn("the other", () -> {});

            assertThat(task.name()).isEqualTo("the one");
            assertThat(other.name()).isEqualTo("the other");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // the misuse is the test
    void nullIsRefusedByName() {
        Callable<String> noBody = null;
        String noName = null;
        try (var group = new TaskGroup()) {
            assertThatThrownBy(() -> group.spawn(noName, () -> "value"))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("name");
            assertThatThrownBy(() -> group.spawn(noBody))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("body");
            assertThat(group.size()).isZero();
        }
    }
}
