package dev.minato.services.ingest;

import dev.minato.services.exposition.Label;
import dev.minato.services.exposition.MetricType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The series of one name, which have one kind.
final class Family {
    private final String name;
    private final String help;
    private final MetricKind kind;
    private final Map<List<Label>, Series> series = new HashMap<>();

    Family(SeriesName first) {
        name = first.name();
        kind = first.kind();
        help = "Received as " + kind + " " + first.original() + ".";
    }

    String name() {
        return name;
    }

    /// What it is and what it was called first, which may not have been a name for Prometheus.
    String help() {
        return help;
    }

    MetricKind kind() {
        return kind;
    }

    MetricType type() {
        return kind.type();
    }

    /// By their labels.
    Map<List<Label>, Series> series() {
        return series;
    }
}
