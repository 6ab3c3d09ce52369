package dev.minato.cli.game;

import dev.minato.services.game.PlayerView;
import dev.minato.services.game.TickListener;
import java.util.List;

/// The recorder of where one player truly was, tick by tick; read when the server is closed.
final class TrueTrack implements TickListener {
    private static final int NOBODY = -1;

    final Track track = new Track();
    private volatile int followed = NOBODY;

    /// Begins to record the player of that number.
    void follow(int id) {
        followed = id;
    }

    @Override
    public void ticked(long tick, long nanos, List<PlayerView> players) {
        int id = followed;
        if (id == NOBODY) {
            return;
        }
        for (PlayerView player : players) {
            if (player.id() == id) {
                track.add(nanos, player.position());
            }
        }
    }
}
