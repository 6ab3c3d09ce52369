package dev.minato.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// The result of one of the further measurements: a table, and its figures by name for the goals.
final class Finding {
    private final String title;
    private final Table table;
    private final Map<String, Double> figures = new HashMap<>();
    private final List<String> failures = new ArrayList<>();

    Finding(String title, List<String> head) {
        this.title = title;
        this.table = new Table(head);
    }

    /// Measures one thing.
    @FunctionalInterface
    interface Step {
        void run() throws IOException, InterruptedException, SkippedException;
    }

    /// Runs `step`; a failure is noted by name, and the rest goes on.
    void measure(String name, Step step) throws InterruptedException {
        System.err.println("bench: " + title + ": " + name);
        try {
            step.run();
        } catch (SkippedException e) {
            System.err.println("bench: skipped " + name + ": " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            fail(name, e);
        }
    }

    void fail(String name, Throwable cause) {
        failures.add(name + ": " + cause);
        System.err.println("bench: FAILED " + name + ": " + cause);
    }

    void row(List<String> cells) {
        table.row(cells);
    }

    void figure(String name, double value) {
        figures.put(name, value);
    }

    /// The figure that was noted under this name.
    OptionalDouble figure(String name) {
        Double value = figures.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    List<String> failures() {
        return Collections.unmodifiableList(failures);
    }

    /// A section of Markdown.
    @Override
    public String toString() {
        var text = new StringBuilder("\n## ").append(title).append("\n\n").append(table);
        Report.list(text, "Failed", failures);
        return text.toString();
    }
}
