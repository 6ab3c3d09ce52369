package dev.minato.cli.game;

import dev.minato.services.game.Position;
import java.util.ArrayList;
import java.util.List;

/// Where a player was over time, by the points that are known. For one thread at a time.
public final class Track {
    private record Point(long nanos, Position position) {}

    private final List<Point> points = new ArrayList<>();

    /// Adds a point, which is not before the last one.
    public void add(long nanos, Position position) {
        points.add(new Point(nanos, position));
    }

    /// Returns how many points there are.
    public int size() {
        return points.size();
    }

    /// Returns when point `index` was.
    public long nanos(int index) {
        return points.get(index).nanos();
    }

    /// Returns where point `index` was.
    public Position position(int index) {
        return points.get(index).position();
    }

    /// Returns where the player was at a time: on the straight line between the points before and after it, at the
    /// first point before all of them, and at the last one after.
    public Position at(long nanos) {
        int after = firstAfter(nanos);
        if (after == 0 || after == points.size()) {
            return position(Math.min(after, points.size() - 1));
        }
        Point from = points.get(after - 1);
        Point to = points.get(after);
        double share = (double) (nanos - from.nanos()) / (to.nanos() - from.nanos());
        return new Position(
                from.position().x()
                        + share * (to.position().x() - from.position().x()),
                from.position().y()
                        + share * (to.position().y() - from.position().y()));
    }

    /// Returns the index of the first point after a time; [#size] if there is none.
    int firstAfter(long nanos) {
        int low = 0;
        int high = points.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (points.get(middle).nanos() <= nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
