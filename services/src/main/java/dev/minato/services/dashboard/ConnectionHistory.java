package dev.minato.services.dashboard;

import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.server.CloseReason;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionEnd;
import dev.minato.server.Refusal;
import dev.minato.server.RefusalReason;
import dev.minato.server.RequestObserver;
import dev.minato.server.ServerObserver;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/// An observer that remembers what a [Dashboard] tells of the past: the connections that ended or were
/// refused lately, and the slowest requests of the last five minutes.
///
/// It keeps 32 ended connections of each [CloseReason] and 64 refused ones of each [RefusalReason], with
/// texts that are cut: half a megabyte at most. A flood of one reason drives out none of another. It waits
/// for nothing and has no lock; a request that takes less than a millisecond costs one comparison. Any thread
/// may call it.
public final class ConnectionHistory implements ServerObserver {
    private static final int ENDS = 32;
    private static final int REFUSALS = 64;
    private static final int DELAYS = 16;

    private final LongSupplier nanos;
    private final Map<CloseReason, Ring<EndedConnection>> ended = rings(CloseReason.class, ENDS);
    private final Map<RefusalReason, Ring<RefusedConnection>> refused = rings(RefusalReason.class, REFUSALS);
    private final Ring<DelayedAccept> delayed = new Ring<>(DELAYS);
    private final SlowestRequests requests;
    private final AtomicLong lastRefusal = new AtomicLong();

    /// A history in which nothing has happened, by the clock of the caller's platform.
    public ConnectionHistory() {
        this(Platform.current().parker()::now);
    }

    /// @param nanos a monotonic clock
    ConnectionHistory(LongSupplier nanos) {
        this.nanos = nanos;
        this.requests = new SlowestRequests(nanos);
    }

    private static <E extends Enum<E>, T> Map<E, Ring<T>> rings(Class<E> reasons, int capacity) {
        var rings = new EnumMap<E, Ring<T>>(reasons);
        for (E reason : reasons.getEnumConstants()) {
            rings.put(reason, new Ring<>(capacity));
        }
        return rings;
    }

    @Override
    public void closed(Connection connection, ConnectionEnd end) {
        Ring<EndedConnection> ring = Objects.requireNonNull(ended.get(end.reason()), "all reasons are in it");
        ring.add(EndedConnection.of(nanos.getAsLong(), connection, end));
    }

    @Override
    public void refused(Refusal refusal) {
        Ring<RefusedConnection> ring = Objects.requireNonNull(refused.get(refusal.reason()), "all reasons are in it");
        ring.add(new RefusedConnection(
                nanos.getAsLong(),
                lastRefusal.incrementAndGet(),
                refusal.service(),
                Text.cut(refusal.peer(), Text.MAX_NAME),
                refusal.reason()));
    }

    @Override
    public void acceptDelayed(String service, NetException failure, Duration delay) {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(delay, "delay");
        delayed.add(new DelayedAccept(nanos.getAsLong(), service, Text.of(failure)));
    }

    @Override
    public Optional<RequestObserver> requests(String service) {
        Objects.requireNonNull(service, "service");
        return Optional.of(requests);
    }

    /// Returns the newest of each reason, at most `each` of them, the newest of all first.
    List<EndedConnection> ended(int each) {
        return newest(ended.values(), each, EndedConnection::at);
    }

    /// Returns the newest of each reason, at most `each` of them, the newest of all first.
    List<RefusedConnection> refused(int each) {
        return newest(refused.values(), each, RefusedConnection::at);
    }

    private static <T> List<T> newest(Collection<Ring<T>> rings, int each, ToLongFunction<T> at) {
        Function<Ring<T>, List<T>> newest = ring -> ring.newest(each);
        return rings.stream()
                .map(newest)
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(at).reversed())
                .toList();
    }

    Optional<EndedConnection> findEnded(long id) {
        return ended(ENDS).stream().filter(each -> each.id() == id).findFirst();
    }

    Optional<RefusedConnection> findRefused(long number) {
        return refused(REFUSALS).stream()
                .filter(each -> each.number() == number)
                .findFirst();
    }

    Optional<DelayedAccept> lastDelay() {
        return delayed.newest(1).stream().findFirst();
    }

    List<SlowRequest> slowest(int max) {
        return requests.slowest(max);
    }

    /// Returns the time by its clock.
    long now() {
        return nanos.getAsLong();
    }
}
