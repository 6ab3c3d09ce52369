package dev.minato.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A process of a test is fed and read at once, and a deadline ends it.
@Timeout(60)
class SubprocessTest {
    private static final int LARGER_THAN_ALL_PIPES = 4 << 20;

    @Test
    void processThatAnswersWhileItReadsIsReadWhileItIsFed() throws IOException {
        byte[] input = Pattern.bytes(0, LARGER_THAN_ALL_PIPES).array();

        assertThat(Tool.output(input, "cat")).isEqualTo(input);
    }

    @Test
    void deadlineKillsTheProcessAndItsDescendants() throws Exception {
        var sleeping = List.of("sh", "-c", "sleep 1000 & echo $!; sleep 1000");
        try (var process = Subprocess.start(sleeping, Duration.ofSeconds(1))) {
            long child = Long.parseLong(process.line());

            assertThat(process.exitCode()).isNotZero();
            assertThat(process.rest()).isEmpty();
            Eventually.holds(
                    "its child has ended",
                    () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
        }
    }

    @Test
    void linesComeBeforeTheRest() throws Exception {
        try (var process = Tool.start("sh", "-c", "echo one; read word; echo $word; echo rest")) {
            assertThat(process.line()).isEqualTo("one");
            process.say("two\n");
            assertThat(process.line()).isEqualTo("two");
            assertThat(process.text()).isEqualTo("rest\n");
        }
    }
}
