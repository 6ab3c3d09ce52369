package dev.minato.services.game;

/// The state of the game as one player is told it: where he is, and where the nearest others are, by their ids. Used
/// again, so that it allocates nothing.
final class Snapshot {
    private final char[] ids = new char[GameRules.MAX_SEEN];
    private final int[] points = new int[GameRules.MAX_SEEN];
    private int count;
    private int sequence;
    private long tick;
    private int self;
    private boolean isFilled;

    /// Becomes a snapshot without others.
    void begin(int newSequence, long newTick, int newSelf) {
        sequence = newSequence;
        tick = newTick;
        self = newSelf;
        count = 0;
        isFilled = true;
    }

    /// Becomes none.
    void clear() {
        isFilled = false;
    }

    /// Adds a player, whose id must be greater than all that are there.
    void add(int id, int point) {
        ids[count] = (char) id;
        points[count] = point;
        count++;
    }

    /// Whether another can be added, and that one may be it.
    boolean takes(int id) {
        return count < ids.length && (count == 0 || id > ids[count - 1]);
    }

    /// Whether it is the snapshot of that number.
    boolean is(int number) {
        return isFilled && sequence == number;
    }

    int count() {
        return count;
    }

    int id(int index) {
        return ids[index];
    }

    int point(int index) {
        return points[index];
    }

    /// Returns the first index, beginning with one, whose id is that or greater: two snapshots are compared by walking
    /// through both.
    int firstFrom(int index, int id) {
        int at = index;
        while (at < count && ids[at] < id) {
            at++;
        }
        return at;
    }

    /// Whether that player is there.
    boolean has(int index, int id) {
        return index < count && ids[index] == id;
    }

    /// Returns where a player is found, or −1.
    int find(int id) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (ids[middle] == id) {
                return middle;
            }
            if (ids[middle] < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    int sequence() {
        return sequence;
    }

    long tick() {
        return tick;
    }

    /// Where the player himself is.
    int self() {
        return self;
    }
}
