package dev.minato.net;

import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.DEADLINE_EXCEEDED;
import static dev.minato.error.ErrorKind.INTERRUPTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.Waiting.Operation;
import dev.minato.task.Tasks;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each operation that waits, on each kind of thread: what ends the wait, what is said, and what is left.
@NetworkTest
@ParameterizedClass(name = "{0} on a {1} thread")
@MethodSource("operationsAndThreads")
class TcpWaitTest extends WaitTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    static Stream<Arguments> operationsAndThreads() {
        return onEachKindOfThread(Stream.of(Operation.values()));
    }

    @Test
    void itEndsWithWhatItWaitsFor() throws Exception {
        waiting.satisfy(waiting.start(threads));
    }

    @Test
    void aCloseOfItsHandleEndsIt() throws Exception {
        var call = waiting.start(threads);
        waiting.closeHandle();

        Expect.says(call.failure(), CLOSED, operation.said, waiting.address());
        assertThat(call.wasInterruptedAtEnd()).isFalse();
    }

    @Test
    void aCloseOfItsHandleEndsItAlsoIfClonesKeepTheSocketOpen() throws Exception {
        try (var _ = waiting.listener.tryClone();
                var _ = waiting.pair.near().tryClone()) {
            aCloseOfItsHandleEndsIt();
        }
    }

    @Test
    void aCloseOfAnotherHandleDoesNotEndIt() throws Exception {
        var otherListener = waiting.listener.tryClone();
        var otherStream = waiting.pair.near().tryClone();
        var call = waiting.start(threads);

        otherListener.close();
        otherStream.close();

        waiting.satisfy(call);
    }

    @Test
    void anInterruptEndsItAndLeavesTheFlagAndLosesNothing() throws Exception {
        var call = waiting.start(threads);
        call.interrupt();

        Expect.says(call.failure(), INTERRUPTED, operation.said, waiting.address());
        assertThat(call.wasInterruptedAtEnd()).isTrue();
        waiting.checkNothingIsLost();
    }

    @Test
    void anInterruptBeforeItEndsItAtOnceAndLeavesTheFlagAndLosesNothing() throws Exception {
        var call = threads.run(() -> {
            Thread.currentThread().interrupt();
            waiting.call(Waiting.LONG);
        });

        Expect.says(call.failure(), INTERRUPTED, operation.said, waiting.address());
        assertThat(call.wasInterruptedAtEnd()).isTrue();
        waiting.checkNothingIsLost();
    }

    @Test
    void aDeadlineEndsItAndLosesNothing() throws Exception {
        waiting.setTimeout(Waiting.LONG);
        var call = threads.run(() -> Tasks.runWithDeadline(SHORT, () -> waiting.call(Waiting.LONG)));

        Expect.says(call.failure(), DEADLINE_EXCEEDED, operation.said, waiting.address());
        waiting.checkNothingIsLost();
    }

    @Test
    void aDeadlineThatHasPassedEndsItAndLosesNothing() throws Exception {
        var call = threads.run(() -> Tasks.runWithDeadline(Duration.ZERO, () -> waiting.call(Waiting.LONG)));

        Expect.says(call.failure(), DEADLINE_EXCEEDED, operation.said, waiting.address());
        waiting.checkNothingIsLost();
    }
}
