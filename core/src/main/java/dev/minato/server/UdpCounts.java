package dev.minato.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// What a [UdpServer] has counted since it was started; each number is right for itself.
///
/// @param received datagrams that were received, whatever became of them
/// @param replied datagrams that were sent
/// @param dropped how many were dropped, by reason; all reasons are in it
public record UdpCounts(long received, long replied, Map<DropReason, Long> dropped) {
    /// With a copy of `dropped`.
    public UdpCounts {
        Objects.requireNonNull(dropped, "dropped");
        var all = new EnumMap<DropReason, Long>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            all.put(reason, dropped.getOrDefault(reason, 0L));
        }
        dropped = Map.copyOf(all);
    }

    /// How many were dropped for that reason.
    public long dropped(DropReason reason) {
        return dropped.getOrDefault(Objects.requireNonNull(reason, "reason"), 0L);
    }
}
