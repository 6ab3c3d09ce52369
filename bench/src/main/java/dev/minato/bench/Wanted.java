package dev.minato.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a goal wants of two ratios to another server.
///
/// @param throughput at least so much of the other's; 0 if the goal does not speak of it
/// @param cpu at most so much of the other's CPU a request; infinite if the goal does not speak of it
record Wanted(double throughput, double cpu) {
    static Wanted throughput(double least) {
        return new Wanted(least, Double.POSITIVE_INFINITY);
    }

    static Wanted cpu(double most) {
        return new Wanted(0, most);
    }

    private boolean speaksOfThroughput() {
        return throughput > 0;
    }

    private boolean speaksOfCpu() {
        return Double.isFinite(cpu);
    }

    /// Where the load was at its limit, throughput says little: then CPU decides, and must be as little as the
    /// throughput was
    /// to be much.
    Wanted whereTheLoadIsTheLimit() {
        return speaksOfCpu() ? cpu(cpu) : cpu(1 / throughput);
    }

    /// What is missing at most, of measures of which 1 is the goal and more is better.
    String outcome(double measuredThroughput, double measuredCpu) {
        double share = Math.min(
                speaksOfThroughput() ? measuredThroughput / throughput : Double.POSITIVE_INFINITY,
                speaksOfCpu() ? cpu / measuredCpu : Double.POSITIVE_INFINITY);
        return outcome(share);
    }

    /// Of a measure of which 1 is the goal, and more is better, within what two digits show.
    static String outcome(double share) {
        return share > 0.995 ? "met" : "missed by %.0f %%".formatted(Math.ceil(100 * (1 - share)));
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        Optional.of(throughput)
                .filter(_ -> speaksOfThroughput())
                .ifPresent(least -> parts.add("≥ %.2f".formatted(least)));
        Optional.of(cpu).filter(_ -> speaksOfCpu()).ifPresent(most -> parts.add("CPU ≤ %.2f".formatted(most)));
        return String.join(", ", parts);
    }
}
