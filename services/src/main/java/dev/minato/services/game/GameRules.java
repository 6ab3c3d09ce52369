package dev.minato.services.game;

/// What server and clients must agree on; the server tells it to who joins.
///
/// The world is a rectangle that nobody leaves. It has a grid of [#GRID] points a unit, and all movement is in
/// whole steps of it, so that both sides compute the same.
///
/// @param width its width in units, from 1 to 2,047
/// @param height its height in units, from 1 to 2,047
/// @param speed how far a player comes in a second, in units, from 1 to 200
/// @param snapshotEvery how many ticks there are from one snapshot to the next, from 1 to 60
public record GameRules(int width, int height, int speed, int snapshotEvery) {
    /// Ticks a second.
    public static final int TICKS_PER_SECOND = 60;

    /// Nanoseconds from one tick to the next.
    public static final long TICK_NANOS = 1_000_000_000L / TICKS_PER_SECOND;

    /// How many other players a snapshot has at most: the nearest.
    public static final int MAX_SEEN = 32;

    /// Points of the grid in a unit.
    public static final int GRID = 32;

    /// 320 by 180 units, 30 units a second, and 30 snapshots a second.
    public static final GameRules DEFAULT = new GameRules(320, 180, 30, 2);

    private static final int MAX_SIDE = 65_536 / GRID - 1;

    /// @throws IllegalArgumentException if one of them is out of its range
    public GameRules {
        check("width", 1, MAX_SIDE, width);
        check("height", 1, MAX_SIDE, height);
        check("speed", 1, 200, speed);
        check("snapshotEvery", 1, 60, snapshotEvery);
    }

    private static void check(String name, int min, int max, int value) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be from " + min + " to " + max + ", not " + value);
        }
    }
}
