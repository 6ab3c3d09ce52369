package dev.minato.cli;

import dev.minato.error.NetException;
import java.lang.System.Logger.Level;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// The logger finder that prints the library's warnings, one line each, on standard error; or what else
/// [#setLevel] asks for.
///
/// The JDK's own logging opens files when it is first used (its configuration, the time zones), and the first
/// thing that a server logs may be that it can open none; there it would fail for good.
public final class StandardErrorLoggers extends System.LoggerFinder {
    /// From which level on records are printed.
    private static volatile Level level = Level.WARNING;

    /// Made by the JDK, which finds it as a service.
    public StandardErrorLoggers() {}

    /// Has records be printed from that level on. What is below WARNING is printed of Minato's own loggers
    /// only.
    static void setLevel(Level from) {
        level = from;
    }

    static Level level() {
        return level;
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new StandardErrorLogger(name);
    }

    private record StandardErrorLogger(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            boolean isForAll = level.compareTo(Level.WARNING) >= 0 || name.startsWith("dev.minato");
            return level != Level.OFF && level.compareTo(StandardErrorLoggers.level) >= 0 && isForAll;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                print(level, message, thrown);
            }
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                @Nullable Object @Nullable ... values) {
            if (isLoggable(level)) {
                boolean isFormat = format != null && values != null && values.length > 0;
                print(level, isFormat ? MessageFormat.format(format, values) : format, null);
            }
        }

        /// Prints a record; a failure of the network needs no stack trace, anything else does.
        private void print(Level level, @Nullable String message, @Nullable Throwable thrown) {
            String text = String.valueOf(message);
            if (thrown == null) {
                StandardError.log(level, name, text);
            } else if (thrown instanceof NetException) {
                StandardError.log(level, name, text + ": " + thrown.getMessage());
            } else {
                StandardError.log(level, name, text, thrown);
            }
        }
    }
}
