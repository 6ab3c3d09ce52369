package dev.minato.net;

import static dev.minato.error.ErrorKind.BROKEN_PIPE;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static dev.minato.error.ErrorKind.UNEXPECTED_EOF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.Waiting.Direction;
import dev.minato.net.Waiting.Operation;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each operation of a stream that waits, on each kind of thread: its timeout, and a shutdown meanwhile.
@NetworkTest
@ParameterizedClass(name = "{0} on a {1} thread")
@MethodSource("operationsAndThreads")
class TcpStreamWaitTest extends WaitTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    static Stream<Arguments> operationsAndThreads() {
        return onEachKindOfThread(
                Stream.of(Operation.values()).filter(operation -> operation.direction != Direction.CONNECTION));
    }

    @Test
    void itsTimeoutEndsItAndLosesNothing() throws Exception {
        waiting.setTimeout(SHORT);
        var call = threads.run(() -> waiting.call(SHORT));

        Expect.says(call.failure(), TIMED_OUT, operation.said, waiting.address());
        assertThat(call.wasInterruptedAtEnd()).isFalse();
        waiting.checkNothingIsLost();
    }

    /// Whoever waits is let go; what it then finds is what a call would find that did not wait.
    @Test
    void theEndOfItsDirectionEndsIt() throws Exception {
        for (Shutdown how : List.of(own(), Shutdown.BOTH)) {
            try (var waiting = new Waiting(operation)) {
                var call = waiting.start(threads);
                waiting.pair.near().shutdown(how);
                switch (operation) {
                    case READ_EXACT -> Expect.says(call.failure(), UNEXPECTED_EOF, "read", waiting.address());
                    case WRITE, WRITE_ALL -> Expect.says(call.failure(), BROKEN_PIPE, "write", waiting.address());
                    default -> call.result();
                }
            }
        }
    }

    @Test
    void theEndOfItsDirectionThroughACloneEndsItToo() throws Exception {
        var call = waiting.start(threads);
        try (var clone = waiting.pair.near().tryClone()) {
            clone.shutdown(own());
        }
        if (EnumSet.of(Operation.READ_EXACT, Operation.WRITE, Operation.WRITE_ALL)
                .contains(operation)) {
            call.failure();
        } else {
            call.result();
        }
    }

    @Test
    void theEndOfTheOtherDirectionDoesNotEndIt() throws Exception {
        var call = waiting.start(threads);
        waiting.pair.near().shutdown(own() == Shutdown.READ ? Shutdown.WRITE : Shutdown.READ);

        waiting.satisfy(call);
    }

    private Shutdown own() {
        return operation.direction == Direction.BYTES ? Shutdown.READ : Shutdown.WRITE;
    }
}
