package dev.minato.services.game;

import java.util.Objects;

/// A player as somebody sees him.
///
/// @param id his number, from 0 to 65,535; one that became free is not given out again soon
/// @param position where he is shown
public record PlayerView(int id, Position position) {
    /// Both.
    public PlayerView {
        Objects.requireNonNull(position, "position");
    }
}
