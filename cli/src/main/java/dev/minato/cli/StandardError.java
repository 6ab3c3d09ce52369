package dev.minato.cli;

import dev.minato.platform.wait.LastResort;
import java.io.PrintWriter;
import java.io.StringWriter;

/// Standard error of the command: messages, logged connections, stack traces. Printing never blocks
/// ([BackgroundWriter]).
final class StandardError {
    private static final BackgroundWriter WRITER =
            new BackgroundWriter("standard error", StandardStreams.ERR, System.err.charset());

    private StandardError() {}

    static BackgroundWriter writer() {
        return WRITER;
    }

    static void println(String line) {
        WRITER.print(line + System.lineSeparator());
    }

    /// Prints a line, and the stack trace of a throwable.
    static void println(String line, Throwable thrown) {
        var text = new StringWriter();
        var printer = new PrintWriter(text);
        printer.println(line);
        thrown.printStackTrace(printer);
        printer.flush();
        WRITER.print(text.toString());
    }

    /// Installs the handler of uncaught exceptions. An error of the virtual machine, such as exhausted
    /// memory, in one of the command's own threads, which are the platform threads, ends the process.
    static void handleUncaught() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (!thread.isVirtual()) {
                LastResort.endIfVital(thrown);
            }
            println("minato: uncaught exception in " + thread.getName(), thrown);
        });
    }
}
