package dev.minato.cli;

/// The command `minato`.
public final class Main {
    private Main() {}

    /// Runs it and exits: 0 for done, 1 if the machine or the peer refuses, 2 for a wrong command line.
    public static void main(String[] arguments) {
        int exitCode = Commands.run(arguments);
        System.out.flush();
        System.exit(exitCode);
    }
}
