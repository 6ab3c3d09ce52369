package dev.minato.task;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;

/// What the waits of a cancelled task throw: the effect of the cancel, and no failure of the task's own.
final class Cancellation {
    /// How many causes are looked at: what wraps an interrupt is not deeper.
    static final int MAX_CAUSES = 16;

    private Cancellation() {}

    /// Returns whether an interrupt is what a task failed with, also as the cause of something else, such as
    /// the `ExecutionException` of another task that it joined. An `Error` is always a failure.
    static boolean isEffect(Throwable thrown) {
        if (thrown instanceof Error) {
            return false;
        }
        Throwable at = thrown;
        for (int i = 0; at != null && i < MAX_CAUSES; i++) {
            if (isInterrupt(at)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    /// Returns whether it is what an interrupted wait throws, of Minato or of Java.
    static boolean isInterrupt(Throwable thrown) {
        return switch (thrown) {
            case InterruptedException _, ClosedByInterruptException _ -> true;
            case SocketTimeoutException _ -> false;
            case InterruptedIOException _ -> true;
            case NetException failure -> failure.kind() == ErrorKind.INTERRUPTED;
            default -> false;
        };
    }
}
