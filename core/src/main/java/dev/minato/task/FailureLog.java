package dev.minato.task;

import dev.minato.error.NetException;
import java.util.concurrent.ExecutionException;

/// The log of failures that nobody joined.
final class FailureLog {
    /// That of [Task], where users look for it.
    private static final System.Logger LOGGER = System.getLogger("dev.minato.task.Task");

    private FailureLog() {}

    /// Returns whether anybody would read of such a failure.
    static boolean isLoggable(Throwable thrown) {
        return LOGGER.isLoggable(level(origin(thrown)));
    }

    /// Logs the failure of a task.
    static void log(String task, Throwable thrown) {
        String message = "task " + task + " failed and nobody joined it";
        Throwable origin = origin(thrown);
        System.Logger.Level level = level(origin);
        attempt(thrown, () -> {
            if (isOfNetwork(origin)) {
                LOGGER.log(level, message + ": " + origin.getMessage());
                LOGGER.log(System.Logger.Level.DEBUG, message, thrown);
            } else {
                LOGGER.log(level, message, thrown);
            }
        });
    }

    /// Logs the failure of a task that lost a race, which was won without it.
    static void logLost(String task, Throwable thrown) {
        attempt(
                thrown,
                () -> LOGGER.log(
                        System.Logger.Level.DEBUG, "task " + task + " failed in a race that another task won", thrown));
    }

    /// Logs that what a task returned after its race was over cannot be closed.
    static void logUnclosed(String task, Throwable thrown) {
        attempt(
                thrown,
                () -> LOGGER.log(
                        System.Logger.Level.WARNING,
                        "what task " + task + " returned too late cannot be closed",
                        thrown));
    }

    /// A log may fail as well, such as one that has to open a file when there are no descriptors.
    @SuppressWarnings("ReferenceEquality")
    private static void attempt(Throwable thrown, Runnable log) {
        try {
            log.run();
        } catch (Throwable unlogged) {
            if (unlogged != thrown) { // the virtual machine has few errors of exhausted memory, and throws them again
                thrown.addSuppressed(unlogged);
            }
            Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, thrown);
        }
    }

    /// Returns what the innermost of tasks that join each other threw: a task that joins its group fails for
    /// the same reason.
    private static Throwable origin(Throwable thrown) {
        Throwable origin = thrown;
        while (origin instanceof ExecutionException && origin.getCause() != null) {
            origin = origin.getCause();
        }
        return origin;
    }

    /// Returns whether a stack would tell nothing: it is a warning, and the peer's or the network's doing.
    private static boolean isOfNetwork(Throwable thrown) {
        return thrown instanceof NetException failure
                && switch (failure.kind()) {
                    case TIMED_OUT,
                            DEADLINE_EXCEEDED,
                            CONNECTION_REFUSED,
                            CONNECTION_ABORTED,
                            HOST_UNREACHABLE,
                            NETWORK_UNREACHABLE,
                            NETWORK_DOWN,
                            HOST_NOT_FOUND -> true;
                    default -> false;
                };
    }

    private static System.Logger.Level level(Throwable thrown) {
        return switch (thrown) {
            case Error _ -> System.Logger.Level.ERROR;
            case InterruptedException _ -> System.Logger.Level.DEBUG;
            case NetException failure ->
                switch (failure.kind()) {
                    case BROKEN_PIPE, CONNECTION_RESET, CLOSED, INTERRUPTED -> System.Logger.Level.DEBUG;
                    default -> System.Logger.Level.WARNING;
                };
            default -> System.Logger.Level.WARNING;
        };
    }
}
