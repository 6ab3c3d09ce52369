package dev.minato.services.game;

import java.util.EnumMap;
import java.util.Map;

/// What the core of a server counts; not for several threads at once.
final class GameCounts {
    private static final Malformed[] REASONS = Malformed.values();

    private final long[] ignored = new long[REASONS.length];
    long joins;
    long refusedJoins;
    long timeouts;
    long packetsIn;
    long bytesIn;
    long packetsOut;
    long bytesOut;
    long inputs;

    @SuppressWarnings("EnumOrdinal") // the index of its counter, which nobody else sees
    void ignored(Malformed reason) {
        ignored[reason.ordinal()]++;
    }

    @SuppressWarnings("EnumOrdinal")
    Map<Malformed, Long> ignored() {
        var map = new EnumMap<Malformed, Long>(Malformed.class);
        for (Malformed each : REASONS) {
            map.put(each, ignored[each.ordinal()]);
        }
        return map;
    }
}
