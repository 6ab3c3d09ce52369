package dev.minato.server;

import dev.minato.metrics.Histogram;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// The counters of one service, behind [ServerMetrics].
final class ServiceCounters {
    private final LongAdder opened = new LongAdder();
    private final Map<CloseReason, LongAdder> closed = adders(CloseReason.class);
    private final Map<RefusalReason, LongAdder> refused = adders(RefusalReason.class);
    private final LongAdder handshakes = new LongAdder();
    private final LongAdder failedHandshakes = new LongAdder();
    private final LongAdder acceptDelays = new LongAdder();
    private final Histogram requests = new Histogram();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /// The bytes of connections that are closed.
    private final LongAdder bytesIn = new LongAdder();

    private final LongAdder bytesOut = new LongAdder();

    /// The largest sums that were told. A connection that ends leaves `open`, adds its bytes, and counts as
    /// closed, in this order, and all is read in the reverse order: so its bytes may be missed for a moment, and
    /// never count twice, nor are they missing once it counts as closed. A counter does not go back, so the
    /// largest is told meanwhile.
    private final AtomicLong toldIn = new AtomicLong();

    private final AtomicLong toldOut = new AtomicLong();

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
        var adders = new EnumMap<E, LongAdder>(type);
        for (E each : type.getEnumConstants()) {
            adders.put(each, new LongAdder());
        }
        return adders;
    }

    private static <E extends Enum<E>> void increment(Map<E, LongAdder> adders, E reason) {
        Objects.requireNonNull(adders.get(reason), "all reasons are in it").increment();
    }

    void opened(Connection connection) {
        opened.increment();
        open.add(connection);
    }

    void closed(Connection connection, ConnectionEnd end) {
        open.remove(connection);
        bytesIn.add(end.bytesIn());
        bytesOut.add(end.bytesOut());
        increment(closed, end.reason());
    }

    void refused(RefusalReason reason) {
        increment(refused, reason);
    }

    void handshake(HandshakeEnd end) {
        (end.failure().isPresent() ? failedHandshakes : handshakes).increment();
    }

    void acceptDelayed() {
        acceptDelays.increment();
    }

    Histogram requests() {
        return requests;
    }

    ServiceCounts counts(String service) {
        Map<CloseReason, Long> ended = sums(CloseReason.class, closed);
        long in = bytesIn.sum();
        long out = bytesOut.sum();
        int count = 0;
        int blocked = 0;
        long longest = 0;
        for (Connection connection : open) {
            in += connection.counted().bytesIn();
            out += connection.counted().bytesOut();
            count++;
            Optional<Long> block = connection.counted().blockedFor();
            if (block.isPresent()) {
                blocked++;
                longest = Math.max(longest, block.get());
            }
        }
        return new ServiceCounts(
                service,
                count,
                opened.sum(),
                ended,
                sums(RefusalReason.class, refused),
                toldIn.accumulateAndGet(in, Math::max),
                toldOut.accumulateAndGet(out, Math::max),
                requests.snapshot(),
                handshakes.sum(),
                failedHandshakes.sum(),
                acceptDelays.sum(),
                blocked,
                Duration.ofNanos(longest));
    }

    private static <E extends Enum<E>> Map<E, Long> sums(Class<E> type, Map<E, LongAdder> adders) {
        var sums = new EnumMap<E, Long>(type);
        adders.forEach((reason, adder) -> sums.put(reason, adder.sum()));
        return sums;
    }
}
