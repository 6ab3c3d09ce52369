package dev.minato.server;

import dev.minato.metrics.HistogramSnapshot;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// What was counted of one service since it was first observed; each number is right for itself. Those of now are
/// `open`, `blocked` and `longestBlock`; all others only grow.
///
/// @param service its name, as [TcpServerBuilder#listen] has it
/// @param open connections that are served now
/// @param opened connections that were served
/// @param closed how many were closed, by reason; all reasons are in it
/// @param refused how many were refused, by reason; all reasons are in it
/// @param bytesIn bytes read, also from connections that are open
/// @param bytesOut bytes written, also to connections that are open
/// @param requests the requests, with how long each was handled ([Session#serve])
/// @param handshakes TLS handshakes that succeeded
/// @param failedHandshakes TLS handshakes that failed
/// @param acceptDelays how often a listener rested because it could not accept
/// @param blocked connections a write of which waits for the peer to read
/// @param longestBlock for how long the write that has waited longest has done so; zero for none
public record ServiceCounts(
        String service,
        int open,
        long opened,
        Map<CloseReason, Long> closed,
        Map<RefusalReason, Long> refused,
        long bytesIn,
        long bytesOut,
        HistogramSnapshot requests,
        long handshakes,
        long failedHandshakes,
        long acceptDelays,
        int blocked,
        Duration longestBlock) {
    /// The counts of a service to which nothing has happened.
    public static ServiceCounts none(String service) {
        return new ServiceCounts(
                service, 0, 0, Map.of(), Map.of(), 0, 0, HistogramSnapshot.EMPTY, 0, 0, 0, 0, Duration.ZERO);
    }

    /// With copies of the maps, in the order of their reasons.
    public ServiceCounts {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(requests, "requests");
        Objects.requireNonNull(longestBlock, "longestBlock");
        closed = complete(CloseReason.class, Objects.requireNonNull(closed, "closed"));
        refused = complete(RefusalReason.class, Objects.requireNonNull(refused, "refused"));
    }

    private static <E extends Enum<E>> Map<E, Long> complete(Class<E> type, Map<E, Long> counts) {
        var all = new EnumMap<E, Long>(type);
        for (E reason : type.getEnumConstants()) {
            all.put(reason, counts.getOrDefault(reason, 0L));
        }
        return Collections.unmodifiableMap(all);
    }

    /// How many connections were closed, for whatever reason.
    public long allClosed() {
        return closed.values().stream().mapToLong(Long::longValue).sum();
    }

    /// How many connections were refused, for whatever reason.
    public long allRefused() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }
}
