package dev.minato.server;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// A count of events that are reported at most once a second: the first of each second, with how many there were
/// since the last report.
final class ReportPace {
    private static final long SECOND = 1_000_000_000;

    private final LongSupplier nanos;
    private final LongAdder count = new LongAdder();
    private final AtomicLong reported = new AtomicLong();

    /// The second of the last report, `Long.MIN_VALUE` before the first: whoever moves it reports.
    private final AtomicLong reportedIn = new AtomicLong(Long.MIN_VALUE);

    /// @param nanos a monotonic clock
    ReportPace(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Counts events; returns how many are to be reported now, 0 for none.
    long add(long events) {
        count.add(events);
        long second = Math.floorDiv(nanos.getAsLong(), SECOND);
        long last = reportedIn.get();
        if (last == second || !reportedIn.compareAndSet(last, second)) {
            return 0;
        }
        long sum = count.sum();
        return sum - reported.getAndSet(sum);
    }

    /// Returns how many there were in all.
    long count() {
        return count.sum();
    }
}
