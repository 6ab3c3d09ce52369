package dev.minato.services.dashboard;

import dev.minato.server.Connection;
import dev.minato.server.RequestObserver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The slowest requests of each of the last minutes: the slowest one of each of a few connections.
///
/// What took less than [#FLOOR] is not looked at, and costs one comparison; so the clock is read for the slow
/// ones only. There is no lock: each minute has places of its own, each of which is exchanged for a slower
/// one.
///
/// ```
///  minute   41        42        43        44        45        (46 takes the place of 41)
///        [ 8 places ][ ...   ][ ...   ][ ...   ][ now     ]
/// ```
final class SlowestRequests implements RequestObserver {
    /// Nanoseconds from which on a request is slow: 1 ms.
    static final long FLOOR = 1_000_000;

    static final int MINUTES = 5;
    private static final int OF_MINUTE = 8;
    private static final long MINUTE = 60_000_000_000L;

    private final LongSupplier nanos;
    private final AtomicReferenceArray<Minute> minutes = new AtomicReferenceArray<>(MINUTES);

    /// @param nanos a monotonic clock
    SlowestRequests(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public void handled(Connection connection, long took) {
        if (took >= FLOOR) {
            long now = nanos.getAsLong();
            current(Math.floorDiv(now, MINUTE)).offer(now, took, connection);
        }
    }

    private Minute current(long number) {
        int at = (int) Math.floorMod(number, (long) MINUTES);
        for (; ; ) {
            Minute minute = minutes.get(at);
            if (minute != null && minute.number >= number) {
                return minute;
            }
            var next = new Minute(number);
            if (minutes.compareAndSet(at, minute, next)) {
                return next;
            }
        }
    }

    /// Returns the slowest of each connection in the last five minutes, the slowest of all first, at most
    /// `max`.
    List<SlowRequest> slowest(int max) {
        long oldest = Math.floorDiv(nanos.getAsLong(), MINUTE) - MINUTES + 1;
        var all = new ArrayList<SlowRequest>();
        for (int i = 0; i < MINUTES; i++) {
            Minute minute = minutes.get(i);
            if (minute != null && minute.number >= oldest) {
                minute.addTo(all);
            }
        }
        var connections = new HashSet<Long>();
        return all.stream()
                .sorted(Comparator.comparingLong(SlowRequest::nanos).reversed())
                .filter(each -> connections.add(each.connection()))
                .limit(max)
                .toList();
    }

    /// The slowest of one minute.
    private static final class Minute {
        private final long number;
        private final AtomicReferenceArray<SlowRequest> places = new AtomicReferenceArray<>(OF_MINUTE);

        /// What a request has to exceed for a place; never more than the least of them, as places only grow.
        private volatile long least;

        Minute(long number) {
            this.number = number;
        }

        void offer(long now, long took, Connection connection) {
            if (took <= least) {
                return;
            }
            var request = new SlowRequest(
                    now, took, connection.id(), connection.service(), Text.cut(connection.peerName(), Text.MAX_NAME));
            boolean placed = false;
            while (!placed) {
                int at = placeFor(connection.id());
                SlowRequest there = places.get(at);
                if (nanos(there) >= took) {
                    return;
                }
                placed = places.compareAndSet(at, there, request);
            }
            least = nanos(places.get(leastPlace()));
        }

        /// The place of the same connection, if it has one, or else that of the least.
        private int placeFor(long connection) {
            for (int i = 0; i < OF_MINUTE; i++) {
                SlowRequest there = places.get(i);
                if (there != null && there.connection() == connection) {
                    return i;
                }
            }
            return leastPlace();
        }

        private int leastPlace() {
            int least = 0;
            for (int i = 1; i < OF_MINUTE; i++) {
                if (nanos(places.get(i)) < nanos(places.get(least))) {
                    least = i;
                }
            }
            return least;
        }

        private static long nanos(@Nullable SlowRequest request) {
            return request == null ? 0 : request.nanos();
        }

        void addTo(List<SlowRequest> all) {
            for (int i = 0; i < OF_MINUTE; i++) {
                SlowRequest request = places.get(i);
                if (request != null) {
                    all.add(request);
                }
            }
        }
    }
}
