package dev.minato.bench;

import java.util.List;
import java.util.Optional;

/// Servers that run at the same time and are measured in turn: an idle one costs nothing.
///
/// @param pass on which cores the servers are
/// @param behind what a proxy forwards to, on the core of the load; it is not measured
/// @param arguments what each is given besides its own; those whose program knows nothing of it ignore it
/// @param comparisons in this order within a pass
record Group(Pass pass, Optional<Candidate> behind, List<String> arguments, List<Comparison> comparisons) {
    /// Servers that are given nothing besides, with nothing behind them.
    static Group plain(Pass pass, List<Comparison> comparisons) {
        return new Group(pass, Optional.empty(), List.of(), comparisons);
    }

    /// Servers that meet the same load, one right after the other.
    ///
    /// @param settle seconds for which the load runs before it is measured
    record Comparison(Shape shape, double settle, List<Candidate> candidates) {
        boolean takes(Candidate candidate) {
            return candidates.contains(candidate);
        }
    }

    /// Each once.
    List<Candidate> candidates() {
        return comparisons.stream()
                .flatMap(comparison -> comparison.candidates.stream())
                .distinct()
                .toList();
    }

    Protocol protocol() {
        return comparisons.getFirst().shape().protocol();
    }
}
