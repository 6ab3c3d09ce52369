package dev.minato.framed;

import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import java.time.Duration;

/// A part of a call, which may have a bound of its own.
interface Step {
    void run() throws NetException;

    static void within(Duration timeout, Step step) throws NetException {
        Scope scope = Scope.current();
        long nanos = Math.max(0, Deadline.nanos(timeout));
        scope.until(Deadline.after(scope.platform().parker().now(), nanos)).run(step::run);
    }
}
