package dev.minato.services.ingest;

import dev.minato.services.exposition.Label;
import dev.minato.services.exposition.MetricFamily;
import dev.minato.services.exposition.MetricType;
import dev.minato.services.exposition.Sample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// The counts of lines and messages, by what became of them. Safe for use by any thread.
final class LineCounts {
    private final Map<LineResult, LongAdder> counts = new EnumMap<>(LineResult.class);

    LineCounts() {
        for (LineResult result : LineResult.values()) {
            counts.put(result, new LongAdder());
        }
    }

    void count(LineResult result) {
        LongAdder adder = counts.get(result);
        if (adder != null) {
            adder.increment();
        }
    }

    /// Returns what was counted, also what never came.
    MetricFamily family() {
        List<Sample> samples = new ArrayList<>();
        counts.forEach((result, count) ->
                samples.add(new Sample.Count(List.of(new Label("result", result.label())), count.sum())));
        return new MetricFamily(
                "minato_metrics_in_lines_total",
                "Lines and syslog messages received, by what became of them.",
                MetricType.COUNTER,
                samples);
    }
}
