package dev.minato.services.game;

/// The choice of the players nearest to one: a bounded list in order of distance, then put in order of ids.
final class Nearest {
    private final long[] distances = new long[GameRules.MAX_SEEN];
    private final int[] indexes = new int[GameRules.MAX_SEEN];
    private int count;

    /// Chooses among the first `players` points those nearest to that at `self`, itself aside.
    void choose(int[] points, int players, int self) {
        count = 0;
        int center = points[self];
        for (int i = 0; i < players; i++) {
            long distance = Grid.distanceSquared(points[i], center);
            if (i != self && (count < distances.length || distance < distances[count - 1])) {
                insert(i, distance);
            }
        }
    }

    private void insert(int index, long distance) {
        int at = count < distances.length ? count++ : count - 1;
        while (at > 0 && distances[at - 1] > distance) {
            distances[at] = distances[at - 1];
            indexes[at] = indexes[at - 1];
            at--;
        }
        distances[at] = distance;
        indexes[at] = index;
    }

    int count() {
        return count;
    }

    /// The index of a player who was chosen.
    int index(int place) {
        return indexes[place];
    }

    /// Puts those that were chosen in order of their ids.
    void sortByIds(int[] ids) {
        for (int i = 1; i < count; i++) {
            int moving = indexes[i];
            int at = i;
            while (at > 0 && ids[indexes[at - 1]] > ids[moving]) {
                indexes[at] = indexes[at - 1];
                at--;
            }
            indexes[at] = moving;
        }
    }
}
