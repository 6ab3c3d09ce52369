package dev.minato.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// What a [UdpServer] has counted since it was started; each number is right for itself.
///
/// @param received datagrams that were received, whatever became of them
/// @param replied datagrams that were sent
/// @param dropped how many were dropped, by reason; all reasons are in it
/// @param lost datagrams that the kernel dropped before they were received, as the server did not keep up
///     ([dev.minato.net.UdpSocket#droppedDatagrams]); 0 where the platform does not tell
public record UdpCounts(long received, long replied, Map<DropReason, Long> dropped, long lost) {
    /// The counts of a server that has done nothing.
    static final UdpCounts ZERO = new UdpCounts(0, 0, Map.of(), 0);

    /// With a copy of `dropped`.
    public UdpCounts {
        Objects.requireNonNull(dropped, "dropped");
        var all = new EnumMap<DropReason, Long>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            all.put(reason, dropped.getOrDefault(reason, 0L));
        }
        dropped = Map.copyOf(all);
    }

    /// The sum of two.
    UdpCounts plus(UdpCounts other) {
        var sums = new EnumMap<DropReason, Long>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            sums.put(reason, dropped(reason) + other.dropped(reason));
        }
        return new UdpCounts(received + other.received, replied + other.replied, sums, lost + other.lost);
    }

    /// How many were dropped for that reason.
    public long dropped(DropReason reason) {
        return dropped.getOrDefault(Objects.requireNonNull(reason, "reason"), 0L);
    }
}
