package dev.minato.services.game;

/// What a player presses during one tick.
///
/// @param dx −1 to the left, 1 to the right, 0 neither
/// @param dy −1 up, 1 down, 0 neither
public record Input(int dx, int dy) {
    /// Nothing pressed.
    public static final Input NONE = new Input(0, 0);

    /// @throws IllegalArgumentException if one of them is not from −1 to 1
    public Input {
        if (dx < -1 || dx > 1 || dy < -1 || dy > 1) {
            throw new IllegalArgumentException("dx and dy must be from -1 to 1, not " + dx + " and " + dy);
        }
    }
}
