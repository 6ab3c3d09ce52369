package dev.minato.cli.game;

import dev.minato.services.game.ClientStats;
import dev.minato.services.game.GameServerStats;
import dev.minato.services.relay.RelayCounts;

/// What one client has drawn of one other player, and what that took.
///
/// @param truth where the player was
/// @param raw where a client draws him that shows the newest snapshot
/// @param shown where a client draws him that interpolates
/// @param seconds how long the game was watched
/// @param client what the client has measured
/// @param players how many were in the game
/// @param before what the server had counted at the beginning
/// @param after what it had counted at the end
/// @param relay what was done to the datagrams
public record Observation(
        Track truth,
        Track raw,
        Track shown,
        double seconds,
        ClientStats client,
        int players,
        GameServerStats before,
        GameServerStats after,
        RelayCounts relay) {
    /// Returns the bytes that a player receives in a second.
    public double bytesToPlayer() {
        return (after.bytesOut() - before.bytesOut()) / seconds / players;
    }

    /// Returns the bytes that a player sends in a second; those that were lost are not among them.
    public double bytesFromPlayer() {
        return (after.bytesIn() - before.bytesIn()) / seconds / players;
    }

    /// Returns the share of datagrams that were lost on purpose.
    public double lost() {
        return relay.received() == 0 ? 0 : (double) relay.lost() / relay.received();
    }
}
