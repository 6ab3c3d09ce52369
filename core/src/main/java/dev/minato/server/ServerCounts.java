package dev.minato.server;

import java.util.Map;
import java.util.Objects;

/// What a server has counted since it was started; each number is right for itself.
///
/// @param open connections that are served now
/// @param closed how many were closed, by reason; what never happened is not in it
/// @param refused how many were refused, by reason; what never happened is not in it
public record ServerCounts(int open, Map<CloseReason, Long> closed, Map<RefusalReason, Long> refused) {
    /// With copies of both.
    public ServerCounts {
        closed = Map.copyOf(Objects.requireNonNull(closed, "closed"));
        refused = Map.copyOf(Objects.requireNonNull(refused, "refused"));
    }

    /// How many connections were accepted: those that are open, were closed, or were refused.
    public long accepted() {
        return open + sum(closed) + sum(refused);
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
