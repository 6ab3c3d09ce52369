package dev.minato.services.game;

/// Where a client has its own player: at once where its inputs bring him, without waiting for the server. A snapshot
/// says where he was after one of them, and those behind it are applied again from there.
///
/// ```
///            done: the server's point      newest
///  ───────────┼────┬────┬────┬────┬──────────┼────▶ inputs
///   forgotten │   applied again on that point │
/// ```
final class Prediction {
    /// How many inputs the server may not know yet: two seconds; then the player stands still.
    static final int SIZE = 128;

    private final Movement movement;
    private final byte[] codes = new byte[SIZE];
    private int newest;
    private int done;
    private int confirmed;
    private int point;

    Prediction(Movement movement, int start) {
        this.movement = movement;
        this.confirmed = start;
        this.point = start;
    }

    /// Moves by an input, unless too many are under way; false if so.
    boolean step(int code) {
        if (pending() >= SIZE - 1) {
            return false;
        }
        newest = Serial.plus(newest, 1);
        codes[newest & SIZE - 1] = (byte) code;
        point = movement.move(point, code);
        return true;
    }

    /// Whether the server may say that this is the last input it has simulated.
    boolean isPlausible(int input) {
        int ahead = Serial.difference(input, done);
        return ahead >= 0 && ahead <= pending();
    }

    // @start region="reconcile"
    /// Takes over where the server has the player after an input; returns whether he was predicted elsewhere.
    boolean reconcile(int input, int serversPoint) {
        int before = point;
        done = input;
        confirmed = serversPoint;
        point = serversPoint;
        int pending = pending();
        for (int i = 1; i <= pending; i++) {
            point = movement.move(point, codes[done + i & SIZE - 1]);
        }
        return point != before;
    }
    // @end

    /// How many inputs the server has not confirmed yet.
    int pending() {
        return Serial.difference(newest, done);
    }

    int newest() {
        return newest;
    }

    /// The code of one of the inputs that are not confirmed yet.
    int code(int input) {
        return codes[input & SIZE - 1];
    }

    int point() {
        return point;
    }

    int confirmed() {
        return confirmed;
    }
}
