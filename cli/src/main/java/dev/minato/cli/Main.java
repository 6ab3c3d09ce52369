package dev.minato.cli;

import dev.minato.platform.wait.LastResort;

/// The command `minato`.
public final class Main {
    private Main() {}

    /// Runs it and exits: 0 for done, 1 if the machine or the peer refuses, 2 for a wrong command line, 3 without
    /// memory.
    public static void main(String[] arguments) {
        LastResort.prepare();
        StandardError.handleUncaught();
        int exitCode = Commands.run(arguments);
        StandardError.writer().close();
        System.exit(exitCode);
    }
}
