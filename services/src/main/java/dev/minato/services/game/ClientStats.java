package dev.minato.services.game;

import java.time.Duration;

/// What a client has measured.
///
/// @param roundTrip from an input to the first snapshot that knows of it, without the time that the server kept it;
///     smoothed as RFC 6298 has it; 0 until it is known
/// @param jitter how much that differs from one to the next, smoothed
/// @param loss the part of the last 128 snapshots that did not come, from 0 to 1
/// @param interpolationDelay how long behind others are shown
/// @param snapshots how many came
/// @param corrections how many moved the player away from where he was predicted to be
/// @param ignored packets that were ignored
/// @param packetsIn datagrams received
/// @param bytesIn their payload
/// @param packetsOut datagrams sent
/// @param bytesOut their payload
public record ClientStats(
        Duration roundTrip,
        Duration jitter,
        double loss,
        Duration interpolationDelay,
        long snapshots,
        long corrections,
        long ignored,
        long packetsIn,
        long bytesIn,
        long packetsOut,
        long bytesOut) {}
