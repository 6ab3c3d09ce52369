package dev.minato.services.ingest;

import dev.minato.services.ingest.Message.Kind;

/// The taker of messages from one connection, or from datagrams: parses each, applies it, and counts what
/// became of it. For one task at a time; the store and the counts are those of all.
final class Intake {
    private final SeriesStore series;
    private final LineCounts lines;
    private final SyslogCounts syslog;
    private final MetricLine line = new MetricLine();
    private final SyslogPriority priority = new SyslogPriority();

    Intake(SeriesStore series, LineCounts lines, SyslogCounts syslog) {
        this.series = series;
        this.lines = lines;
        this.syslog = syslog;
    }

    /// Takes a message that came at a time in milliseconds; an HTTP request is none.
    void take(Message message, long now) {
        if (message.kind() != Kind.HTTP) {
            lines.count(result(message, now));
        }
    }

    private LineResult result(Message message, long now) {
        return switch (message.kind()) {
            case METRIC -> metric(message, now);
            case SYSLOG -> syslog(message);
            case TOO_LONG -> LineResult.LINE_TOO_LONG;
            case INCOMPLETE, HTTP -> LineResult.INCOMPLETE;
        };
    }

    private LineResult metric(Message message, long now) {
        LineResult parsed = line.parse(message.input(), message.from(), message.to());
        return parsed == LineResult.ACCEPTED ? series.apply(line, now) : parsed;
    }

    private LineResult syslog(Message message) {
        if (!priority.parse(message.input(), message.from(), message.to())) {
            return LineResult.MALFORMED_SYSLOG;
        }
        syslog.count(priority);
        return LineResult.ACCEPTED;
    }

    /// Lets go of the last message's buffer.
    void clear() {
        line.clear();
    }
}
