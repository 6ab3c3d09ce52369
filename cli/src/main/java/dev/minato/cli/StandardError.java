package dev.minato.cli;

import dev.minato.platform.wait.LastResort;

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
        WRITER.print(line + System.lineSeparator() + LogFormat.stackTrace(thrown));
    }

    /// Logs a message of `serve` in the format that was asked for.
    static void log(System.Logger.Level level, String logger, String message) {
        println(LogFormat.isJson() ? LogFormat.json(level, logger, message, null) : "minato: " + message);
    }

    /// Logs a message and the stack trace of a throwable.
    static void log(System.Logger.Level level, String logger, String message, Throwable thrown) {
        if (LogFormat.isJson()) {
            println(LogFormat.json(level, logger, message, thrown));
        } else {
            println("minato: " + message, thrown);
        }
    }

    /// Installs the handler of uncaught exceptions. An error of the virtual machine, such as exhausted
    /// memory, in one of the command's own threads, which are the platform threads, ends the process.
    static void handleUncaught() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (!thread.isVirtual()) {
                LastResort.endIfVital(thrown);
            }
            log(System.Logger.Level.ERROR, "dev.minato.cli", "uncaught exception in " + thread.getName(), thrown);
        });
    }
}
