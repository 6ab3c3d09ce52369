package dev.minato.bench;

import java.io.IOException;

/// The latencies of quiet clients: those that stay, and those that connect anew for one message.
///
/// @param quiet milliseconds from when a message was due to the last byte of its answer
/// @param fresh milliseconds from when a connect was due to the last byte of the answer
/// @param unanswered messages that got no answer in time, or whose connection failed
/// @param priority what kept the probe ahead of the load: `SCHED_FIFO`, `nice -20`, or `no priority`
record QuietLatency(Waits quiet, Waits fresh, long wrong, long unanswered, String priority) {
    private static final double MICROS = 1000;

    /// @param count how many were measured
    record Waits(long count, double p50, double p99, double most) {}

    /// From the line of JSON that the probe prints.
    static QuietLatency parse(String json) {
        return new QuietLatency(
                waits(json, "quiet"),
                waits(json, "new"),
                (long) Measurement.number(json, "wrong"),
                (long) (Measurement.number(json, "failed") + Measurement.number(json, "lost")),
                Measurement.text(json, "priority"));
    }

    private static Waits waits(String json, String of) {
        return new Waits(
                (long) Measurement.number(json, of),
                Measurement.number(json, of + "P50us") / MICROS,
                Measurement.number(json, of + "P99us") / MICROS,
                Measurement.number(json, of + "Maxus") / MICROS);
    }

    /// @throws IOException if a byte was wrong, or nothing was measured
    QuietLatency checked() throws IOException {
        if (wrong > 0) {
            throw new IOException(wrong + " answers with wrong bytes");
        }
        if (quiet.count == 0) {
            throw new IOException("no quiet client was measured");
        }
        return this;
    }
}
