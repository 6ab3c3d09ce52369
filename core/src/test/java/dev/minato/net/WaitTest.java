package dev.minato.net;

import dev.minato.error.NetException;
import dev.minato.net.Waiting.Operation;
import dev.minato.testing.Threads;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.provider.Arguments;

/// A class of tests of an [Operation] on a kind of thread, in a situation where it has to wait.
abstract class WaitTest {
    @Parameter(0)
    Operation operation;

    @Parameter(1)
    Threads threads;

    Waiting waiting;

    /// Each of the operations on each kind of thread.
    static Stream<Arguments> onEachKindOfThread(Stream<Operation> operations) {
        return operations.flatMap(
                operation -> Stream.of(Threads.values()).map(threads -> Arguments.of(operation, threads)));
    }

    @BeforeEach
    final void begin() throws NetException {
        waiting = new Waiting(operation);
    }

    @AfterEach
    final void end() throws NetException {
        waiting.close();
    }
}
