package dev.minato.services.game;

/// A place in the world, in units from its upper left corner.
public record Position(double x, double y) {
    /// Returns how far it is from another.
    public double distance(Position other) {
        return Math.hypot(x - other.x, y - other.y);
    }
}
