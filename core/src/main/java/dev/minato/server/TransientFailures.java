package dev.minato.server;

import dev.minato.error.NetException;
import dev.minato.platform.pace.Backoff;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.BiConsumer;

/// The reaction of a loop to failures that may pass, such as EMFILE: it backs off from 5 ms to 1 s, and
/// warns once per second of delays.
final class TransientFailures {
    private static final System.Logger LOGGER = System.getLogger(TransientFailures.class.getName());
    private static final long FIRST_DELAY = 5_000_000;
    private static final long MAX_DELAY = 1_000_000_000;
    private static final long BETWEEN_WARNINGS = 1_000_000_000;

    static {
        // The JDK's logger opens the time zone file for its first record. If that fails with EMFILE, the class stays
        // unusable, and so does every later log.
        Objects.requireNonNull(ZoneId.systemDefault());
    }

    private final String what;
    private final BiConsumer<NetException, Duration> told;
    private final Backoff backoff = new Backoff(FIRST_DELAY, MAX_DELAY);
    private long unreported = BETWEEN_WARNINGS;

    /// @param what the beginning of the log message, such as `echo: cannot accept`
    TransientFailures(String what) {
        this(what, (_, _) -> {});
    }

    /// @param told is told of each failure, and the delay that follows
    TransientFailures(String what, BiConsumer<NetException, Duration> told) {
        this.what = what;
        this.told = told;
    }

    /// Starts the back-off over after a success.
    void reset() {
        backoff.reset();
    }

    /// Logs the failure, and blocks for the delay before the next attempt.
    void pause(NetException failure) throws InterruptedException, NetException {
        long delay = backoff.next();
        boolean due = unreported >= BETWEEN_WARNINGS;
        report(due ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG, failure);
        unreported = due ? delay : unreported + delay;
        var pause = Duration.ofNanos(delay);
        told.accept(failure, pause);
        Tasks.sleep(pause);
    }

    private void report(System.Logger.Level level, NetException failure) {
        try {
            LOGGER.log(level, what + " for now: " + failure.getMessage());
        } catch (LinkageError loggerNeedsDescriptors) {
            // The logger could not load a class: that must not end the loop, and there is no other log.
        }
    }
}
