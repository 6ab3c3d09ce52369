package dev.minato.services.game;

/// The part of the last snapshots that did not come: a bit for each of the last 128 sequence numbers.
final class LossMeter {
    private static final int WINDOW = 128;

    private long recent;
    private long older;
    private int newest;
    private int seen;

    /// Takes in that a snapshot came, also one that was late.
    void came(int sequence) {
        int ahead = Serial.difference(sequence, newest);
        if (ahead > 0) {
            shift(Math.min(ahead, WINDOW));
            seen = Math.min(WINDOW, seen + Math.min(ahead, WINDOW));
            newest = sequence;
            recent |= 1;
        } else if (ahead > -WINDOW) {
            mark(-ahead);
        }
    }

    private void mark(int age) {
        if (age < Long.SIZE) {
            recent |= 1L << age;
        } else {
            older |= 1L << age - Long.SIZE;
        }
    }

    private void shift(int by) {
        if (by >= Long.SIZE) {
            older = by >= WINDOW ? 0 : recent << by - Long.SIZE;
            recent = 0;
        } else {
            older = older << by | recent >>> Long.SIZE - by;
            recent <<= by;
        }
    }

    /// From 0 to 1; 0 if nothing was to come.
    double loss() {
        return seen == 0 ? 0 : 1 - (double) (Long.bitCount(recent) + Long.bitCount(older)) / seen;
    }
}
