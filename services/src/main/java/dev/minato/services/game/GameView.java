package dev.minato.services.game;

import java.util.List;
import java.util.Objects;

/// What a client knows at one moment.
///
/// @param tick the tick of the newest snapshot
/// @param shownTick the tick, with its fraction, that [#others] shows; never less than before
/// @param self where the player himself is, his inputs that the server does not know yet among them
/// @param confirmed where the newest snapshot has him
/// @param others the others, between two snapshots at [#shownTick], by their ids
/// @param latest the others as the newest snapshot has them, by their ids: what a client without interpolation shows
/// @param players how many are in the game; a snapshot has the nearest of them only
public record GameView(
        long tick,
        double shownTick,
        Position self,
        Position confirmed,
        List<PlayerView> others,
        List<PlayerView> latest,
        int players) {
    /// All of them.
    public GameView {
        Objects.requireNonNull(self, "self");
        Objects.requireNonNull(confirmed, "confirmed");
        others = List.copyOf(others);
        latest = List.copyOf(latest);
    }
}
