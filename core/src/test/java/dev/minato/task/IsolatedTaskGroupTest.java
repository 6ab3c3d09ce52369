package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The tasks of an isolated group have nothing to do with each other.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IsolatedTaskGroupTest {
    private final Gate gate = new Gate();

    @Test
    void failureTouchesNoOtherTask() throws Exception {
        try (var group = TaskGroup.isolated()) {
            Task<String> waits = group.spawn(() -> gate.passWith("value"));
            Task<?> fails = group.spawn(() -> {
                throw new IllegalStateException("one of them");
            });
            assertThatThrownBy(fails::join).isInstanceOf(ExecutionException.class);

            gate.open();

            assertThat(waits.join()).isEqualTo("value");
        }
    }

    @Test
    void joinThrowsNoFailure() throws Exception {
        try (var group = TaskGroup.isolated()) {
            Task<?> fails = group.spawn(() -> {
                throw new IllegalStateException("one of them");
            });

            group.join();

            assertThat(group.size()).isZero();
            assertThatThrownBy(fails::join).hasMessageContaining("one of them");
        }
    }

    @Test
    void tasksStartAfterAFailure() throws Exception {
        try (var group = TaskGroup.isolated()) {
            Task<?> fails = group.spawn(() -> {
                throw new IllegalStateException("one of them");
            });
            assertThatThrownBy(fails::join).isInstanceOf(ExecutionException.class);
            gate.open();

            assertThat(group.spawn(() -> gate.passWith("next")).join()).isEqualTo("next");
        }
    }
}
