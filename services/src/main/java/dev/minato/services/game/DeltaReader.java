package dev.minato.services.game;

import java.nio.ByteBuffer;
import java.util.Optional;

/// The reading of a [SnapshotDelta], which merges what is kept and what is new by their ids. Used again for each.
final class DeltaReader {
    private final char[] keptIds = new char[GameRules.MAX_SEEN];
    private final int[] keptPoints = new int[GameRules.MAX_SEEN];
    private int kept;

    /// Reads the rest of a packet into a snapshot that has no others yet; returns what is wrong with it.
    Optional<Malformed> read(ByteBuffer in, Optional<Snapshot> against, Snapshot snapshot, Movement world) {
        Snapshot baseline = against.orElse(SnapshotDelta.EMPTY);
        int codes = in.position();
        int bytes = SnapshotDelta.codeBytes(baseline);
        if (in.remaining() < bytes + 1) {
            return Optional.of(Malformed.LENGTH);
        }
        in.position(codes + bytes);
        kept = 0;
        for (int i = 0; i < baseline.count(); i++) {
            int code = in.get(codes + i / 4) >> 6 - i % 4 * 2 & 3;
            if (in.remaining() < size(code)) {
                return Optional.of(Malformed.LENGTH);
            }
            if (code != SnapshotDelta.GONE && !keep(baseline.id(i), point(in, code, baseline.point(i), world))) {
                return Optional.of(Malformed.VALUE);
            }
        }
        return hasRest(in, codes, bytes, baseline.count()) ? Optional.of(Malformed.VALUE) : merge(in, snapshot, world);
    }

    private static int size(int code) {
        return switch (code) {
            case SnapshotDelta.MOVED -> 2;
            case SnapshotDelta.PLACED -> 4;
            default -> 0;
        };
    }

    /// Whether bits are set behind the last code.
    private static boolean hasRest(ByteBuffer in, int codes, int bytes, int count) {
        int unused = bytes * 4 - count;
        return unused > 0 && (in.get(codes + bytes - 1) & (1 << unused * 2) - 1) != 0;
    }

    /// Returns the point, or −1 if it is outside of the world: no point in a corner of 65,536 is in it.
    private static int point(ByteBuffer in, int code, int from, Movement world) {
        int x = Grid.x(from);
        int y = Grid.y(from);
        switch (code) {
            case SnapshotDelta.MOVED -> {
                x += in.get();
                y += in.get();
            }
            case SnapshotDelta.PLACED -> {
                x = Short.toUnsignedInt(in.getShort());
                y = Short.toUnsignedInt(in.getShort());
            }
            default -> {}
        }
        return world.isInside(x, y) ? Grid.pack(x, y) : -1;
    }

    private boolean keep(int id, int point) {
        if (point == -1) {
            return false;
        }
        keptIds[kept] = (char) id;
        keptPoints[kept] = point;
        kept++;
        return true;
    }

    private Optional<Malformed> merge(ByteBuffer in, Snapshot snapshot, Movement world) {
        if (!in.hasRemaining()) {
            return Optional.of(Malformed.LENGTH);
        }
        int added = Byte.toUnsignedInt(in.get());
        if (in.remaining() != added * 6) {
            return Optional.of(Malformed.LENGTH);
        }
        int next = 0;
        for (int i = 0; i < added; i++) {
            int id = Short.toUnsignedInt(in.getShort());
            next = addKept(snapshot, next, id);
            int point = point(in, SnapshotDelta.PLACED, 0, world);
            if (point == -1 || !snapshot.takes(id)) {
                return Optional.of(Malformed.VALUE);
            }
            snapshot.add(id, point);
        }
        int end = addKept(snapshot, next, Integer.MAX_VALUE);
        return end == kept ? Optional.empty() : Optional.of(Malformed.VALUE);
    }

    /// Adds those that were kept and whose ids are below `end`, beginning with `from`; returns how far it came.
    private int addKept(Snapshot snapshot, int from, int end) {
        int next = from;
        while (next < kept && keptIds[next] < end && snapshot.takes(keptIds[next])) {
            snapshot.add(keptIds[next], keptPoints[next]);
            next++;
        }
        return next;
    }
}
