package dev.minato.services.game;

import java.time.Duration;
import java.util.Objects;

/// What a [GameServer] allows. Immutable: each `with` method returns others, beginning with [#DEFAULT].
///
/// @param rules the world
/// @param maxPlayers players at once, from 1 to 16,384; who comes then is refused
/// @param playerTimeout after which silence a player is removed, from 100 ms to an hour
/// @param listener is told of each tick
public record GameSettings(GameRules rules, int maxPlayers, Duration playerTimeout, TickListener listener) {
    /// The default rules, 64 players, 5 s.
    public static final GameSettings DEFAULT =
            new GameSettings(GameRules.DEFAULT, 64, Duration.ofSeconds(5), TickListener.NONE);

    /// The maximum of [#maxPlayers].
    public static final int MAX_PLAYERS = 16_384;

    /// @throws IllegalArgumentException if one of them is out of its range
    public GameSettings {
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(playerTimeout, "playerTimeout");
        Objects.requireNonNull(listener, "listener");
        if (maxPlayers < 1 || maxPlayers > MAX_PLAYERS) {
            throw new IllegalArgumentException("maxPlayers must be from 1 to " + MAX_PLAYERS + ", not " + maxPlayers);
        }
        if (playerTimeout.compareTo(Duration.ofMillis(100)) < 0 || playerTimeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("playerTimeout must be from 100 ms to 1 h, not " + playerTimeout);
        }
    }

    /// Returns these settings with other rules.
    public GameSettings withRules(GameRules other) {
        return new GameSettings(other, maxPlayers, playerTimeout, listener);
    }

    /// Returns these settings with another maximum of players.
    public GameSettings withMaxPlayers(int max) {
        return new GameSettings(rules, max, playerTimeout, listener);
    }

    /// Returns these settings with another time-out.
    public GameSettings withPlayerTimeout(Duration timeout) {
        return new GameSettings(rules, maxPlayers, timeout, listener);
    }

    /// Returns these settings with another listener.
    public GameSettings withListener(TickListener other) {
        return new GameSettings(rules, maxPlayers, playerTimeout, other);
    }
}
