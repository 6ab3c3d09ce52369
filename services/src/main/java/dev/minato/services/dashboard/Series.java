package dev.minato.services.dashboard;

import dev.minato.services.json.Json;

/// The values of one number over the last two minutes, one a second: what a sparkline shows. For one task.
final class Series {
    /// How many are kept.
    static final int SECONDS = 120;

    private final long[] values = new long[SECONDS];
    private long added;

    void add(long value) {
        values[(int) (added++ % SECONDS)] = value;
    }

    /// Writes an array of them, the oldest first.
    void write(Json json, String name) {
        json.beginArray(name);
        for (long at = Math.max(added - SECONDS, 0); at < added; at++) {
            json.value(values[(int) (at % SECONDS)]);
        }
        json.endArray();
    }
}
