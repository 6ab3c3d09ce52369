package dev.minato.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/// The log of refused connections: for each reason at most one line a second, with how many there were since the
/// last one. What is refused for want of memory is the [OutOfMemoryLog]'s.
final class RefusalLog implements ServerObserver {
    private static final System.Logger LOGGER = System.getLogger("dev.minato.server.TcpServer");

    private final Map<RefusalReason, ReportPace> paces = new EnumMap<>(RefusalReason.class);

    /// @param nanos a monotonic clock
    RefusalLog(LongSupplier nanos) {
        for (RefusalReason reason : RefusalReason.values()) {
            paces.put(reason, new ReportPace(nanos));
        }
    }

    @Override
    public void refused(Refusal refusal) {
        RefusalReason reason = refusal.reason();
        if (reason == RefusalReason.OUT_OF_MEMORY) {
            return;
        }
        long count = Objects.requireNonNull(paces.get(reason), "all reasons are in it")
                .add(1);
        if (count > 0) {
            String others = count == 1 ? "" : ", and " + (count - 1) + (count == 2 ? " other" : " others") + " before";
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    refusal.service() + " of " + refusal.peer() + ": refused: " + reason + others);
        }
    }
}
