package dev.minato.services.game;

import java.time.Duration;

/// What [GameBots] have measured, all together.
///
/// @param playing who is in the game now
/// @param refused who was refused, or got no answer
/// @param ended who was in it and is no more, since the server said so or was silent
/// @param roundTripP50 half of the players' round trips are no longer
/// @param roundTripP99 99 in 100 of them are no longer
/// @param loss the part of the last snapshots that did not come, on average over the players, from 0 to 1
/// @param snapshots how many came
/// @param corrections how many moved a player away from where he was predicted to be
/// @param packetsIn datagrams received
/// @param bytesIn their payload
/// @param packetsOut datagrams sent
/// @param bytesOut their payload
public record BotsStats(
        int playing,
        int refused,
        int ended,
        Duration roundTripP50,
        Duration roundTripP99,
        double loss,
        long snapshots,
        long corrections,
        long packetsIn,
        long bytesIn,
        long packetsOut,
        long bytesOut) {}
