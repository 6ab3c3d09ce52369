package dev.minato.services.game;

import java.nio.ByteBuffer;
import java.util.Optional;

/// The others of a snapshot, as what differs from a baseline.
///
/// ```
///  2 bits for each of the baseline      for each that needs it    how many new   each of them, ids ascending
/// +----+----+----+----+---   -+----+   +-----------------------+ +------------+ +-------+-------+-------+
/// | 00 | 01 | 10 | 11 |  ...  | 00 |   | dx dy, or x x y y, …  | |     n      | | id id |  x x  |  y y  | …
/// +----+----+----+----+---   -+----+   +-----------------------+ +------------+ +-------+-------+-------+
///   00 where it was; 01 moved by dx and dy, a byte each, signed; 10 is at x and y; 11 gone
/// ```
///
/// The codes begin at the upper end of their bytes; what is left of the last byte is 0. Without a baseline there are
/// no codes.
final class SnapshotDelta {
    static final int SAME = 0;
    static final int MOVED = 1;
    static final int PLACED = 2;
    static final int GONE = 3;

    static final Snapshot EMPTY = new Snapshot();

    private SnapshotDelta() {}

    /// How many bytes the codes of a baseline take.
    static int codeBytes(Snapshot baseline) {
        return (baseline.count() + 3) / 4;
    }

    static void write(ByteBuffer out, Optional<Snapshot> against, Snapshot snapshot) {
        Snapshot baseline = against.orElse(EMPTY);
        int codes = out.position();
        for (int i = 0; i < codeBytes(baseline); i++) {
            out.put((byte) 0);
        }
        int kept = 0;
        int at = 0;
        for (int i = 0; i < baseline.count(); i++) {
            at = snapshot.firstFrom(at, baseline.id(i));
            boolean isThere = snapshot.has(at, baseline.id(i));
            int code = isThere ? writeMove(out, baseline.point(i), snapshot.point(at)) : GONE;
            kept += isThere ? 1 : 0;
            int index = codes + i / 4;
            out.put(index, (byte) (out.get(index) | code << 6 - i % 4 * 2));
        }
        out.put((byte) (snapshot.count() - kept));
        writeNew(out, baseline, snapshot);
    }

    private static int writeMove(ByteBuffer out, int from, int to) {
        int dx = Grid.x(to) - Grid.x(from);
        int dy = Grid.y(to) - Grid.y(from);
        if (dx == 0 && dy == 0) {
            return SAME;
        }
        if (dx == (byte) dx && dy == (byte) dy) {
            out.put((byte) dx).put((byte) dy);
            return MOVED;
        }
        out.putInt(to);
        return PLACED;
    }

    private static void writeNew(ByteBuffer out, Snapshot baseline, Snapshot snapshot) {
        int at = 0;
        for (int i = 0; i < snapshot.count(); i++) {
            at = baseline.firstFrom(at, snapshot.id(i));
            if (!baseline.has(at, snapshot.id(i))) {
                out.putShort((short) snapshot.id(i)).putInt(snapshot.point(i));
            }
        }
    }
}
