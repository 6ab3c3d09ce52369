package dev.minato.services.game;

import java.util.Arrays;

/// The choice of the players nearest to one.
///
/// All distances are computed first, in a loop that the compiler turns into vector instructions; then those that are
/// less than the 32nd so far are put in their places. A distance and an index share a number, so that one list is in
/// order:
///
/// ```
///   63                      32 31                        0
/// +---------------------------+---------------------------+
/// |    distance, squared      |           index           |
/// +---------------------------+---------------------------+
/// ```
final class Nearest {
    private final int[] distances;
    private final long[] nearest = new long[GameRules.MAX_SEEN];
    private int count;

    Nearest(int maxPlayers) {
        distances = new int[maxPlayers];
    }

    /// Chooses among the first `players` points those nearest to that at `self`, itself aside.
    void choose(int[] points, int players, int self) {
        measure(points, players, points[self]);
        count = 0;
        int worst = Integer.MAX_VALUE;
        for (int i = 0; i < players; i++) {
            if (distances[i] < worst && i != self) {
                insert((long) distances[i] << 32 | i);
                worst = count < nearest.length ? Integer.MAX_VALUE : (int) (nearest[count - 1] >>> 32);
            }
        }
    }

    /// In units of two points of the grid, so that the square of the longest distance is an int.
    private void measure(int[] points, int players, int center) {
        int centerX = Grid.x(center);
        int centerY = Grid.y(center);
        for (int i = 0; i < players; i++) {
            int dx = Grid.x(points[i]) - centerX >> 1;
            int dy = Grid.y(points[i]) - centerY >> 1;
            distances[i] = dx * dx + dy * dy;
        }
    }

    private void insert(long candidate) {
        int at = count < nearest.length ? count++ : count - 1;
        while (at > 0 && nearest[at - 1] > candidate) {
            nearest[at] = nearest[at - 1];
            at--;
        }
        nearest[at] = candidate;
    }

    /// Puts those that were chosen in order of their ids.
    void sortByIds(int[] ids) {
        for (int i = 0; i < count; i++) {
            int index = index(i);
            nearest[i] = (long) ids[index] << 32 | index;
        }
        Arrays.sort(nearest, 0, count);
    }

    int count() {
        return count;
    }

    /// The index of a player who was chosen.
    int index(int place) {
        return (int) nearest[place];
    }
}
