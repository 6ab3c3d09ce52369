package dev.minato.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `minato`.
@Command(
        name = "minato",
        version = "minato 0.1.0-SNAPSHOT",
        mixinStandardHelpOptions = true,
        description = "Ready services on Minato, and a client for them.")
public final class Main implements Runnable {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
