package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.JavaProgram;
import dev.minato.testing.NetworkTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a platform thread wakes (a timeout, a sleep, a permit given from outside) or starts (a task) runs in
/// time beside tasks that keep every carrier busy: those that never wait, and those that wake each other
/// through sockets without a pause. With one processor, as in a small container, nobody else looks after it.
@NetworkTest
class ExternalWakeupTest {
    private static final Duration LIFETIME = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource({
        "NEVER_WAIT, TIMEOUT", "NEVER_WAIT, SLEEP", "NEVER_WAIT, PERMIT", "NEVER_WAIT, SOCKET",
        "PING_PONG, TIMEOUT", "PING_PONG, SLEEP", "PING_PONG, PERMIT", "PING_PONG, SOCKET"
    })
    void runsBesideBusyTasks(String busy, String wait) throws Exception {
        var oneCarrier = List.of("-XX:ActiveProcessorCount=1", "-Djdk.virtualThreadScheduler.parallelism=1");
        try (var program =
                JavaProgram.start(List.of(), oneCarrier, ExternalWakeupProgram.class, LIFETIME, busy, wait)) {
            assertThat(program.rest()).contains("well");
            assertThat(program.exitCode()).isZero();
        }
    }
}
