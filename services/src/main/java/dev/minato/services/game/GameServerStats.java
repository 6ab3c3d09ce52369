package dev.minato.services.game;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a [GameServer] has counted since it was started.
///
/// @param ticks those that were due
/// @param lateTicks those of them that had not ended when the next was due, and those that were left out
/// @param tickP50 how long a tick takes, with its snapshots: half of them no longer
/// @param tickP99 99 in 100 of them no longer
/// @param players who is in the game now
/// @param joins who was let in
/// @param refusedJoins who was not, since the game was full
/// @param timeouts who was silent for too long
/// @param packetsIn datagrams received
/// @param bytesIn their payload
/// @param packetsOut datagrams sent
/// @param bytesOut their payload
/// @param unsent datagrams that the kernel had no room for, or refused
/// @param inputs inputs of players that were simulated
/// @param ignored packets that were ignored, by reason; all reasons are there
public record GameServerStats(
        long ticks,
        long lateTicks,
        Duration tickP50,
        Duration tickP99,
        int players,
        long joins,
        long refusedJoins,
        long timeouts,
        long packetsIn,
        long bytesIn,
        long packetsOut,
        long bytesOut,
        long unsent,
        long inputs,
        Map<Malformed, Long> ignored) {
    /// All of them.
    public GameServerStats {
        ignored = Collections.unmodifiableMap(new TreeMap<>(ignored));
    }
}
