package dev.minato.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// The tables of a run, and the file that holds them.
final class Report {
    private final Results results;
    private final Map<String, String> facts;
    private final String command;

    Report(Results results, Map<String, String> facts, String command) {
        this.results = results;
        this.facts = facts;
        this.command = command;
    }

    String tables() {
        var text = new StringBuilder();
        for (Pass pass : results.passes()) {
            for (Protocol protocol : Protocol.values()) {
                if (!results.shapes(pass, protocol).isEmpty()) {
                    text.append("\n## ")
                            .append(protocol.title)
                            .append(": ")
                            .append(pass.title)
                            .append('\n');
                    text.append(tables(pass, protocol));
                }
            }
        }
        return text.toString();
    }

    /// What failed or was skipped; empty if nothing was.
    String missing() {
        var text = new StringBuilder();
        list(text, "Failed", results.failures());
        list(text, "Not measured here", results.skipped());
        return text.toString();
    }

    private String tables(Pass pass, Protocol protocol) {
        String text = table(
                        "Thousand requests a second, median (least–most)",
                        pass,
                        protocol,
                        (candidate, shape) -> throughput(pass, candidate, shape))
                + table(
                        "CPU of the server in µs a request, median (least–most)",
                        pass,
                        protocol,
                        (candidate, shape) -> cpu(pass, candidate, shape))
                + table(
                        "Relative to C in the same round: throughput, CPU",
                        pass,
                        protocol,
                        (candidate, shape) -> ratio(pass, candidate, shape))
                + table(
                        "Latency in µs: p50, p99, p99.9",
                        pass,
                        protocol,
                        (candidate, shape) -> latency(pass, candidate, shape));
        boolean lossy =
                results.entries().stream().anyMatch(entry -> entry.measured().lost() > 0);
        return protocol == Protocol.UDP && lossy
                ? text
                        + table(
                                "Datagrams lost in all rounds",
                                pass,
                                protocol,
                                (candidate, shape) -> lost(pass, candidate, shape))
                : text;
    }

    private String table(
            String title, Pass pass, Protocol protocol, BiFunction<Candidate, Shape, Optional<String>> cell) {
        List<Shape> shapes = results.shapes(pass, protocol);
        List<String> head = new ArrayList<>(List.of("server"));
        shapes.forEach(shape -> head.add(shape.title()));
        var table = new Table(head);
        for (Candidate candidate : results.candidates(pass, protocol)) {
            List<String> row = new ArrayList<>(List.of(candidate.name()));
            shapes.forEach(shape -> row.add(cell.apply(candidate, shape).orElse(Table.NOTHING)));
            table.row(row);
        }
        return table.isEmpty() ? "" : "\n" + title + ":\n\n" + table;
    }

    /// A star says that the load was the limit.
    private Optional<String> throughput(Pass pass, Candidate candidate, Shape shape) {
        boolean limited = results.loadWasTheLimit(pass, candidate, shape);
        return results.summary(pass, candidate, shape, measured -> measured.perSecond() / 1000)
                .map(summary -> spread(summary) + (limited ? " *" : ""));
    }

    private Optional<String> cpu(Pass pass, Candidate candidate, Shape shape) {
        return results.summary(pass, candidate, shape, Measurement::cpuMicros).map(Report::spread);
    }

    private Optional<String> ratio(Pass pass, Candidate candidate, Shape shape) {
        var throughput = results.ratio(pass, candidate, shape, Measurement::perSecond);
        var cpu = results.ratio(pass, candidate, shape, Measurement::cpuMicros);
        return throughput.map(
                ratio -> "%.2f, %.2f".formatted(ratio.median(), cpu.get().median()));
    }

    private Optional<String> latency(Pass pass, Candidate candidate, Shape shape) {
        var p50 = results.summary(pass, candidate, shape, Measurement::p50);
        var p99 = results.summary(pass, candidate, shape, Measurement::p99);
        var p999 = results.summary(pass, candidate, shape, Measurement::p999);
        return p50.map(middle -> "%s, %s, %s"
                .formatted(
                        figure(middle.median()),
                        figure(p99.get().median()),
                        figure(p999.get().median())));
    }

    private Optional<String> lost(Pass pass, Candidate candidate, Shape shape) {
        List<Results.Entry> entries = results.of(pass, candidate, shape);
        long lost = entries.stream().mapToLong(entry -> entry.measured().lost()).sum();
        return entries.isEmpty() ? Optional.empty() : Optional.of("%,d".formatted(lost));
    }

    static String spread(Results.Summary summary) {
        String median = figure(summary.median());
        return summary.rounds() == 1
                ? median + " (1 round)"
                : "%s (%s–%s)".formatted(median, figure(summary.least()), figure(summary.most()));
    }

    /// Three digits that mean something.
    static String figure(double value) {
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return format.formatted(value);
    }

    static void list(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append("\n").append(title).append(":\n\n");
            lines.forEach(line -> text.append("- ").append(line).append('\n'));
        }
    }

    /// What was typed, and on which machine.
    String head() {
        var machine = new Table(List.of("", ""));
        facts.forEach((name, value) -> machine.row(List.of(name, value)));
        return "# Results\n\nWritten by `" + command + "`; README.md says what each number means.\n\n" + machine;
    }

    /// Writes the tables, and what is missing.
    void write(Path file, Optional<Path> chart) throws IOException {
        var text = new StringBuilder(head());
        chart.ifPresent(
                picture -> text.append("\n![Throughput and CPU by server](%s)\n".formatted(picture.getFileName())));
        text.append(tables()).append(missing());
        Files.writeString(file, text);
    }
}
