package dev.minato.server;

import java.time.Duration;
import java.util.Objects;

/// What a drain came to.
///
/// ```
///  stop listening ──▶ tell the handlers ──▶ grace period ──▶ interrupt, FIN ──▶ reset ──▶ give up
///                                              finished            cut          reset      stuck
/// ```
///
/// @param finished connections that ended by themselves
/// @param cut connections whose handlers were interrupted at the end of the grace period, and which were closed
///     in order (FIN)
/// @param reset connections that were reset, as their handlers had not ended or their peers did not let them
/// @param stuck handlers that did not end even then; their connections are reset, but their tasks run on
/// @param duration how long it took
public record DrainReport(int finished, int cut, int reset, int stuck, Duration duration) {
    /// All of them.
    public DrainReport {
        Objects.requireNonNull(duration, "duration");
    }

    /// `12 finished, 3 cut, 1 reset`; what is 0 is left out, after the first.
    @Override
    public String toString() {
        var text = new StringBuilder().append(finished).append(" finished");
        append(text, cut, "cut");
        append(text, reset, "reset");
        append(text, stuck, "stuck");
        return text.toString();
    }

    private static void append(StringBuilder text, int count, String what) {
        if (count > 0) {
            text.append(", ").append(count).append(' ').append(what);
        }
    }
}
