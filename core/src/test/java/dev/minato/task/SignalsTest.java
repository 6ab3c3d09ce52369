package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.JavaProgram;
import dev.minato.testing.Requirement;
import dev.minato.testing.Subprocess;
import dev.minato.testing.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The process's signals come to whoever took them, and go back to the JVM afterwards.
@Timeout(60)
class SignalsTest {
    @Test
    void exitCodesAreThoseOfAShell() {
        assertThat(Signal.INT.exitCode()).isEqualTo(130);
        assertThat(Signal.TERM.exitCode()).isEqualTo(143);
    }

    @Test
    void deadlineEndsTheWait() throws NetException {
        try (var signals = Signals.of(Signal.TERM)) {
            Expect.failure(
                    ErrorKind.DEADLINE_EXCEEDED, () -> Tasks.withDeadline(Duration.ofMillis(20), signals::await));
        }
    }

    @ParameterizedTest
    @EnumSource
    void closeEndsTheWait(Threads threads) throws Exception {
        var signals = Signals.of(Signal.TERM);
        var call = threads.call(signals::await).awaitWaiting();

        signals.close();

        assertThat(call.failure().kind()).isEqualTo(ErrorKind.CLOSED);
        Expect.failure(ErrorKind.CLOSED, signals::await);
        signals.close();
    }

    @ParameterizedTest
    @EnumSource
    void interruptEndsTheWaitAndClearsTheFlag(Threads threads) throws Exception {
        try (var signals = Signals.of(Signal.TERM)) {
            var call = threads.call(signals::await).awaitWaiting();

            call.interrupt();

            call.failure(InterruptedException.class);
            assertThat(call.wasInterruptedAtEnd()).isFalse();
        }
    }

    @Test
    @Tag("real")
    void signalsComeWhileItIsOpenAndEndTheProgramAfterwards() throws Exception {
        try (var program = Program.start()) {
            program.says("taken");
            program.kill(Signal.TERM);
            program.says("TERM");
            program.kill(Signal.INT);
            program.says("INT");
            program.kill(Signal.TERM);
            program.says("TERM");
            program.says("given back");

            program.kill(Signal.TERM);

            assertThat(program.exitCode()).isEqualTo(Signal.TERM.exitCode());
        }
    }

    @Test
    @Tag("real")
    void jvmThatKeepsItsSignalsIsUnsupported() throws Exception {
        try (var program = Program.start("-Xrs")) {
            program.says("UNSUPPORTED handle SIGINT");
            assertThat(program.exitCode()).isZero();
        }
    }

    /// A JVM that runs [SignalsProgram].
    private record Program(JavaProgram jvm) implements AutoCloseable {
        /// A shell ignores SIGINT for what it starts in the background, and children inherit that.
        private static final List<String> UNIGNORED = List.of("env", "--default-signal=INT,TERM");

        static Program start(String... options) throws Exception {
            Requirement.that("env --default-signal", Subprocess.succeeds("env", "--default-signal=INT", "true"));
            return new Program(JavaProgram.start(UNIGNORED, List.of(options), SignalsProgram.class));
        }

        void says(String line) throws IOException {
            assertThat(jvm.line()).isEqualTo(line);
        }

        void kill(Signal signal) throws InterruptedException {
            Requirement.that("kill", Subprocess.succeeds("kill", "-" + signal, String.valueOf(jvm.pid())));
        }

        int exitCode() throws InterruptedException {
            return jvm.exitCode();
        }

        @Override
        public void close() {
            jvm.close();
        }
    }
}
