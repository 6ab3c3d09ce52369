package dev.minato.services.game;

/// What one input does to a player, in whole steps of the grid: the server and the client's prediction both move by
/// this, and come to the same point.
final class Movement {
    private final int maxX;
    private final int maxY;
    private final int straight;
    private final int diagonal;

    Movement(GameRules rules) {
        maxX = rules.width() * GameRules.GRID;
        maxY = rules.height() * GameRules.GRID;
        double step = (double) rules.speed() * GameRules.GRID / GameRules.TICKS_PER_SECOND;
        straight = Math.max(1, (int) Math.round(step));
        diagonal = Math.max(1, (int) Math.round(step / Math.sqrt(2)));
    }

    int move(int point, int code) {
        int dx = InputCode.dx(code);
        int dy = InputCode.dy(code);
        int step = dx != 0 && dy != 0 ? diagonal : straight;
        return Grid.pack(
                Math.clamp(Grid.x(point) + dx * step, 0, maxX), Math.clamp(Grid.y(point) + dy * step, 0, maxY));
    }

    boolean isInside(int x, int y) {
        return x >= 0 && x <= maxX && y >= 0 && y <= maxY;
    }

    int maxX() {
        return maxX;
    }

    int maxY() {
        return maxY;
    }
}
