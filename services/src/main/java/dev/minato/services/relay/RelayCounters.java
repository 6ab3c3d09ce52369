package dev.minato.services.relay;

import java.util.concurrent.atomic.LongAdder;

/// The counters behind [RelayCounts].
final class RelayCounters {
    final LongAdder received = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder duplicated = new LongAdder();
    final LongAdder reordered = new LongAdder();
    final LongAdder forwarded = new LongAdder();
    final LongAdder overflowed = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder failed = new LongAdder();

    RelayCounts counts(int clients) {
        return new RelayCounts(
                clients,
                received.sum(),
                lost.sum(),
                duplicated.sum(),
                reordered.sum(),
                forwarded.sum(),
                overflowed.sum(),
                refused.sum(),
                failed.sum());
    }
}
