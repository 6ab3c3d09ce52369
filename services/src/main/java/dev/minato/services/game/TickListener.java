package dev.minato.services.game;

import java.util.List;

/// A listener for the true state of the game, such as a recording.
@FunctionalInterface
public interface TickListener {
    /// Does nothing, and costs nothing.
    TickListener NONE = (_, _, _) -> {};

    /// Is told where all players are, when a tick was simulated. Runs in the server's task, which it must not hold up;
    /// what it throws ends the game ([GameServer#awaitEnd]).
    ///
    /// @param tick its number, which a client has as [GameView#tick] and [GameView#shownTick]; some may be missing
    /// @param nanos when it was due, on the platform's clock (`Parker.now()`)
    /// @param players all of them, in no order
    void ticked(long tick, long nanos, List<PlayerView> players);
}
