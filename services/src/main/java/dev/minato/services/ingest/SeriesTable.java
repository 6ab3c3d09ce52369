package dev.minato.services.ingest;

import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A hash table of series by the bytes that name them in a line: open addressing, linear probing, at most
/// half full.
///
/// A look-up compares bytes where they stand and allocates nothing. One series may have several entries, as
/// its tags may come in any order. For one thread.
final class SeriesTable {
    private static final int MIN_CAPACITY = 64;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long seed;
    private @Nullable Entry[] entries = new @Nullable Entry[MIN_CAPACITY];
    private int size;

    /// An entry: the kind, the bytes of the name and of the tags, and the series that they name.
    static final class Entry {
        private final long hash;
        private final MetricKind kind;
        private final byte[] name;
        private final byte[] tags;
        private final Series series;
        private long usedAt;

        private Entry(MetricLine line, long hash, Series series) {
            this.hash = hash;
            this.kind = line.kind();
            this.name = bytes(line.input(), line.nameFrom(), line.nameTo());
            this.tags = bytes(line.input(), line.tagsFrom(), line.tagsTo());
            this.series = series;
        }

        private static byte[] bytes(ByteBuffer input, int from, int to) {
            var bytes = new byte[to - from];
            input.get(from, bytes);
            return bytes;
        }

        private boolean isNamedBy(MetricLine line) {
            return kind == line.kind()
                    && is(name, line.input(), line.nameFrom(), line.nameTo())
                    && is(tags, line.input(), line.tagsFrom(), line.tagsTo());
        }

        private static boolean is(byte[] bytes, ByteBuffer input, int from, int to) {
            if (bytes.length != to - from) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] != input.get(from + i)) {
                    return false;
                }
            }
            return true;
        }

        Series series() {
            return series;
        }

        /// When it was last found, in the milliseconds of whoever looks.
        long usedAt() {
            return usedAt;
        }

        void used(long now) {
            usedAt = now;
        }
    }

    /// @param seed what makes collisions hard to foresee for a peer
    SeriesTable(long seed) {
        this.seed = FNV_OFFSET ^ seed;
    }

    /// Returns how many entries there are.
    int size() {
        return size;
    }

    /// Returns the entry of the series that the line names; null if there is none.
    @Nullable
    Entry find(MetricLine line) {
        long hash = hash(line);
        for (int at = slot(hash); ; at = next(at)) {
            Entry entry = entries[at];
            if (entry == null || entry.hash == hash && entry.isNamedBy(line)) {
                return entry;
            }
        }
    }

    /// Adds an entry for what the line names, of which there is none.
    Entry add(MetricLine line, Series series) {
        if ((size + 1) * 2 > entries.length) {
            rebuild(entries.length * 2, _ -> true);
        }
        var entry = new Entry(line, hash(line), series);
        put(entry);
        return entry;
    }

    /// Keeps the entries that `keeps` holds for.
    void retain(Predicate<Entry> keeps) {
        rebuild(entries.length, keeps);
    }

    private void rebuild(int capacity, Predicate<Entry> keeps) {
        @Nullable Entry[] old = entries;
        entries = new @Nullable Entry[capacity];
        size = 0;
        for (Entry entry : old) {
            if (entry != null && keeps.test(entry)) {
                put(entry);
            }
        }
    }

    private void put(Entry entry) {
        int at = slot(entry.hash);
        while (entries[at] != null) {
            at = next(at);
        }
        entries[at] = entry;
        size++;
    }

    private int slot(long hash) {
        return (int) (hash >>> 32 ^ hash) & entries.length - 1;
    }

    private int next(int at) {
        return at + 1 & entries.length - 1;
    }

    private long hash(MetricLine line) {
        long hash = hash(seed, line.input(), line.nameFrom(), line.nameTo());
        hash = hash(hash * FNV_PRIME, line.input(), line.tagsFrom(), line.tagsTo());
        return hash ^ hash >>> 29;
    }

    /// FNV-1a.
    static long hash(long seed, ByteBuffer input, int from, int to) {
        long hash = seed;
        for (int at = from; at < to; at++) {
            hash = (hash ^ input.get(at)) * FNV_PRIME;
        }
        return hash;
    }
}
