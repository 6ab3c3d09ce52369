package dev.minato.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What one start of a server gave.
///
/// @param listening milliseconds from the start of the process until it listened
/// @param answers in each [#SLOT] from the first connect on
record StartCurve(double listening, List<Long> answers) {
    /// Milliseconds.
    static final int SLOT = 50;

    /// From the line that the load prints.
    static StartCurve parse(double listening, String line) throws IOException {
        int from = line.indexOf('[');
        int to = line.indexOf(']');
        if (from < 0 || to <= from + 1) {
            throw new IOException("no answers in " + line);
        }
        List<Long> answers = Arrays.stream(line.substring(from + 1, to).split(",", -1))
                .map(Long::valueOf)
                .toList();
        return new StartCurve(listening, answers);
    }

    /// Answers a second between two moments, in milliseconds.
    double perSecond(int from, int to) {
        long sum = answers.subList(from / SLOT, to / SLOT).stream()
                .mapToLong(Long::longValue)
                .sum();
        return sum * 1000.0 / (to - from);
    }

    /// NaN of none.
    static double median(List<StartCurve> curves, ToDoubleFunction<StartCurve> value) {
        return Results.summary(curves.stream().mapToDouble(value))
                .map(Results.Summary::median)
                .orElse(Double.NaN);
    }
}
