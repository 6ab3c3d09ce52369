package dev.minato.cli;

import dev.minato.error.NetException;
import org.jspecify.annotations.Nullable;

/// The reason why the command ends with another exit code than 0, in one line; an empty line is not printed.
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    /// The machine or the peer refuses.
    static final int REFUSED = 1;

    /// The command line is wrong.
    static final int USAGE = 2;

    /// The reader of standard output has gone: as if SIGPIPE, which the JVM ignores, had killed the process.
    static final int BROKEN_PIPE = 128 + 13;

    /// A bug (`EX_SOFTWARE` of sysexits(3)).
    static final int BUG = 70;

    private final int exitCode;

    private Failure(int exitCode, String line) {
        super(line);
        this.exitCode = exitCode;
    }

    static Failure refused(String line) {
        return new Failure(REFUSED, line);
    }

    /// Returns the silent failure of a command whose output nobody reads any more, such as `| head`.
    static Failure brokenPipe() {
        return new Failure(BROKEN_PIPE, "");
    }

    /// Returns the failure with the exit code of another one, and without a word.
    static Failure silent(Exception failure) {
        return new Failure(failure instanceof Failure said ? said.exitCode() : REFUSED, "");
    }

    /// Returns the failure of a command that a bug has ended, whose stack is in the log.
    static Failure bug(String line) {
        return new Failure(BUG, line);
    }

    static Failure usage(String line) {
        return new Failure(USAGE, line);
    }

    /// Rethrows the failure of another thread, if there is one.
    static void rethrow(@Nullable Exception met) throws Failure, NetException {
        switch (met) {
            case null -> {}
            case NetException e -> throw e;
            case Failure e -> throw e;
            default -> throw new AssertionError("no kind of failure", met);
        }
    }

    int exitCode() {
        return exitCode;
    }
}
