package dev.minato.bench;

import dev.minato.bench.codec.Framing;
import java.util.List;
import java.util.OptionalDouble;

/// The goals of the further measurements: of quiet clients beside pipeliners, and of decoding in memory.
final class FurtherGoals {
    private static final double DECODING = 1.20;
    private static final double BESIDE_ECHO_MS = 10;
    private static final double BESIDE_OTHERS_MS = 20;

    private final Table table = new Table(List.of("goal", "wanted", "measured", "outcome"));

    /// A section of Markdown.
    String section(Finding fairness, Finding codecs) {
        neighbours(fairness);
        decoding(codecs);
        return "\n## Goals of the further measurements\n\n" + table;
    }

    private void neighbours(Finding fairness) {
        for (String mode : List.of("minato-local", "minato-shared", "minato-jdk")) {
            String server = mode + "-services ";
            String above = "ms of p99 beside pipeliners on echo, above c-epoll-level: " + mode;
            atMost(above, BESIDE_ECHO_MS, fairness.figure(mode + "-services above C"));
            for (String service : List.of("line", "kv", "hello", "count")) {
                String what = "ms of p99 beside pipeliners on " + service + ": " + mode;
                atMost(what, BESIDE_OTHERS_MS, fairness.figure(server + service));
            }
        }
    }

    private void decoding(Finding codecs) {
        for (Framing framing : Framing.values()) {
            String what = "decoding in memory, the least ratio: " + framing.title + ", minato ÷ netty";
            codecs.figure(framing.title)
                    .ifPresent(ratio -> table.row(List.of(
                            what,
                            "≥ %.2f".formatted(DECODING),
                            "%.2f".formatted(ratio),
                            Wanted.outcome(ratio / DECODING))));
        }
    }

    /// A difference may be below 0.
    private void atMost(String what, double limit, OptionalDouble measured) {
        String outcome = measured.stream()
                .mapToObj(value -> value <= 0 ? "met" : Wanted.outcome(limit / value))
                .findFirst()
                .orElse("not measured");
        String shown = measured.isPresent() ? "%.1f".formatted(measured.getAsDouble()) : Table.NOTHING;
        table.row(List.of(what, "≤ %.1f".formatted(limit), shown, outcome));
    }
}
