package dev.minato.cli;

import java.util.ArrayList;
import java.util.List;

/// What shows a server while it serves and drains, and where each is.
final class Watch implements AutoCloseable {
    private final List<Runnable> closes = new ArrayList<>();
    private final StringBuilder lines = new StringBuilder();

    /// @param close ends it
    /// @param line says where it is, and ends in a newline; empty if there is nothing to say
    void add(Runnable close, String line) {
        closes.add(close);
        lines.append(line);
    }

    /// Returns what `serve` says about it, a line each; nothing for nothing.
    String lines() {
        return lines.toString();
    }

    @Override
    public void close() {
        closes.reversed().forEach(Runnable::run);
    }
}
