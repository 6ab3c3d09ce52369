package dev.minato.cli;

import dev.minato.services.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// How `serve` logs on standard error: in lines for people, or, for programs, in JSON, an object a line.
enum LogFormat {
    /// `minato: MESSAGE`, and stack traces in lines of their own.
    TEXT,
    /// `{"time":...,"level":...,"logger":...,"message":...}`, and what else belongs to an event.
    JSON;

    private static volatile LogFormat current = TEXT;

    /// Has everything be logged like that from now on.
    static void use(LogFormat format) {
        current = format;
    }

    static boolean isJson() {
        return current == JSON;
    }

    /// Returns the beginning of a record, which the caller ends.
    static Json begin(Instant time, System.Logger.Level level) {
        return new Json().beginObject().field("time", Progress.time(time)).field("level", level.name());
    }

    /// Returns a record of a log in JSON, on one line.
    static String json(System.Logger.Level level, String logger, String message, @Nullable Throwable thrown) {
        Json json = begin(InstantSource.system().instant(), level)
                .field("logger", logger)
                .field("message", message);
        if (thrown != null) {
            json.field("exception", stackTrace(thrown));
        }
        return json.endObject().toString();
    }

    static String stackTrace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
