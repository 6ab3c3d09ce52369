package dev.minato.services;

import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;

/// What a loop does about failures that may go away, such as a lack of descriptors: it pauses, for 5 ms at
/// first and twice as long after each failure in a row, up to a second; and it says so, once for each second of
/// pauses.
final class BackOff {
    private static final System.Logger LOGGER = System.getLogger(BackOff.class.getName());
    private static final Duration FIRST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    static {
        // The JDK's own logger looks up the time zone when it logs first, in a file. Where that fails for want of
        // a descriptor, it fails for good, and every later log with it.
        Objects.requireNonNull(ZoneId.systemDefault());
    }

    private final String name;
    private Duration pause = FIRST;
    private Duration unreported = LONGEST;

    /// @param name what failed, for the log
    BackOff(String name) {
        this.name = name;
    }

    /// To be called when it goes well: the next pause is a short one again.
    void reset() {
        pause = FIRST;
    }

    /// Pauses because of a failure.
    void pause(NetException failure) throws InterruptedException, NetException {
        boolean due = unreported.compareTo(LONGEST) >= 0;
        report(due ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG, failure);
        unreported = due ? pause : unreported.plus(pause);
        Tasks.sleep(pause);
        pause = pause.plus(pause).compareTo(LONGEST) < 0 ? pause.plus(pause) : LONGEST;
    }

    private void report(System.Logger.Level level, NetException failure) {
        try {
            LOGGER.log(level, name + " fails for now: " + failure.getMessage());
        } catch (LinkageError loggerNeedsDescriptors) {
            // Whatever the logger still wanted to load: it must not end the loop, and there is nobody to tell.
        }
    }
}
