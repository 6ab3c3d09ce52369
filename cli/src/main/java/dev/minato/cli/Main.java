package dev.minato.cli;

import dev.minato.platform.wait.LastResort;

/// The command `minato`.
public final class Main {
    private Main() {}

    /// Runs the command and exits: 0 for done, 1 if refused by the machine or the peer, 2 for an invalid
    /// command line, 3 out of memory.
    public static void main(String[] arguments) {
        prepare();
        int exitCode = Commands.run(arguments);
        StandardError.writer().close();
        System.exit(exitCode);
    }

    /// What comes before any command.
    static void prepare() {
        silenceLoggingFacade();
        LastResort.prepare();
        StandardError.handleUncaught();
    }

    /// dnsjava logs through SLF4J, which would say on standard error that nothing listens.
    private static void silenceLoggingFacade() {
        System.getProperties().putIfAbsent("slf4j.internal.verbosity", "ERROR");
    }
}
