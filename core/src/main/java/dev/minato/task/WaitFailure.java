package dev.minato.task;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Outcome;

/// The failure of a wait that nothing woke, as whatever waits for tasks, permits, signals and time throws it.
final class WaitFailure {
    private WaitFailure() {}

    /// Throws what ended a wait, unless it was a wakeup. An interrupt does it as Java's own waits do, and
    /// clears the flag; in a scope whose deadline has passed that is what is thrown, and the flag stays.
    static void check(Outcome outcome, String operation) throws InterruptedException, NetException {
        if (outcome == Outcome.WOKEN) {
            return;
        }
        NetException failure = Scope.current().failure(outcome, operation);
        if (failure.kind() == ErrorKind.INTERRUPTED) {
            boolean _ = Thread.interrupted();
            throw new InterruptedException();
        }
        throw failure;
    }
}
