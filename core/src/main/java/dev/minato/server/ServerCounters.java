package dev.minato.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/// What a server has counted since it was started.
@SuppressWarnings("EnumOrdinal") // an index into counters, as EnumMap has it
final class ServerCounters {
    private final AtomicLongArray closed = new AtomicLongArray(CloseReason.values().length);
    private final AtomicLongArray refused = new AtomicLongArray(RefusalReason.values().length);

    void closed(CloseReason reason) {
        closed.incrementAndGet(reason.ordinal());
    }

    void refused(RefusalReason reason) {
        refused.incrementAndGet(reason.ordinal());
    }

    /// How many were closed, for whatever reason.
    long closed() {
        long sum = 0;
        for (int i = 0; i < closed.length(); i++) {
            sum += closed.get(i);
        }
        return sum;
    }

    ServerCounts counts(int open) {
        return new ServerCounts(open, map(CloseReason.class, closed), map(RefusalReason.class, refused));
    }

    private static <E extends Enum<E>> Map<E, Long> map(Class<E> type, AtomicLongArray counts) {
        var map = new EnumMap<E, Long>(type);
        for (E each : type.getEnumConstants()) {
            if (counts.get(each.ordinal()) > 0) {
                map.put(each, counts.get(each.ordinal()));
            }
        }
        return map;
    }
}
