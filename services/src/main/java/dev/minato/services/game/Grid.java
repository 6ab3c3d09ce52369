package dev.minato.services.game;

/// Points of the grid, 16 bits each way, packed into one number: x in the upper half.
final class Grid {
    private Grid() {}

    static int pack(int x, int y) {
        return x << 16 | y;
    }

    static int x(int point) {
        return point >>> 16;
    }

    static int y(int point) {
        return point & 0xffff;
    }

    static Position position(int point) {
        return new Position((double) x(point) / GameRules.GRID, (double) y(point) / GameRules.GRID);
    }

    /// Returns the place that is the share `t`, from 0 to 1, of the way from one point to another.
    static Position between(int from, int to, double t) {
        double x = x(from) + (x(to) - x(from)) * t;
        double y = y(from) + (y(to) - y(from)) * t;
        return new Position(x / GameRules.GRID, y / GameRules.GRID);
    }
}
