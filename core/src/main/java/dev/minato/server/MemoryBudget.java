package dev.minato.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A sum of what a server can be made to hold at most, which is compared with the memory that there is before
/// the first client comes: what it holds in any case, and what each connection can hold, times the
/// connections.
///
/// ```java
/// var budget = MemoryBudget.EMPTY
///         .with("values", Area.HEAP, 64 * 1024 * 1024, 1)
///         .withEach("connections", Area.HEAP, 200 * 1024);
/// long heap = Runtime.getRuntime().maxMemory();
/// int connections = budget.maxConnections(heap, heap, 10_000);
/// ```
///
/// **Headroom.** Of the heap three quarters may be promised ([Area#usable]). The rest is for what is garbage
/// already and not collected yet, for what a collector keeps free, and for objects that live for one call. Direct
/// memory is not collected in pieces, so all of it may be promised.
///
/// **Sums saturate**: what is beyond `Long.MAX_VALUE` is that, and fits nowhere.
///
/// Immutable, and so safe for use by any thread.
public final class MemoryBudget {
    /// A budget of nothing.
    public static final MemoryBudget EMPTY = new MemoryBudget(List.of(), List.of());

    private final List<Entry> fixed;

    /// What one connection holds.
    private final List<Entry> each;

    private MemoryBudget(List<Entry> fixed, List<Entry> each) {
        this.fixed = fixed;
        this.each = each;
    }

    /// The kind of memory.
    public enum Area {
        /// The heap of the JVM, bounded by `-Xmx`: [Runtime#maxMemory].
        HEAP(4),
        /// Direct buffers, bounded by `-XX:MaxDirectMemorySize`, and by as much as the heap where that is not given.
        DIRECT(0);

        /// One part in so many is kept free; 0 for none.
        private final int headroom;

        Area(int headroom) {
            this.headroom = headroom;
        }

        /// Returns how many of so many bytes may be promised: three quarters of a heap, all direct memory.
        ///
        /// @throws IllegalArgumentException if `bytes` is negative
        public long usable(long bytes) {
            checkNotNegative(bytes, "bytes");
            return headroom == 0 ? bytes : bytes - Math.ceilDiv(bytes, headroom);
        }

        /// Returns how large the memory has to be so that so many bytes may be promised; the other way round than
        /// [#usable].
        ///
        /// @throws IllegalArgumentException if `bytes` is negative
        public long sizeFor(long bytes) {
            checkNotNegative(bytes, "bytes");
            return headroom == 0 ? bytes : saturatedSum(bytes, Math.ceilDiv(bytes, headroom - 1));
        }
    }

    /// One line of the sum.
    ///
    /// @param name what it is, such as `values of kv`
    /// @param area where it is held
    /// @param bytes of one; 0 or more
    /// @param count how many; 0 or more
    public record Entry(String name, Area area, long bytes, long count) {
        /// Checks the ranges.
        ///
        /// @throws IllegalArgumentException if `bytes` or `count` is negative
        public Entry {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(area, "area");
            checkNotNegative(bytes, "bytes");
            checkNotNegative(count, "count");
        }

        /// Returns the bytes of all of them.
        public long sum() {
            return saturatedProduct(bytes, count);
        }
    }

    /// Returns this budget and `count` times `bytes` that are held whether there are connections or not.
    ///
    /// @throws IllegalArgumentException if `bytes` or `count` is negative
    public MemoryBudget with(String name, Area area, long bytes, long count) {
        return new MemoryBudget(and(fixed, new Entry(name, area, bytes, count)), each);
    }

    /// Returns this budget and `bytes` that each connection can hold.
    ///
    /// @throws IllegalArgumentException if `bytes` is negative
    public MemoryBudget withEach(String name, Area area, long bytes) {
        return new MemoryBudget(fixed, and(each, new Entry(name, area, bytes, 1)));
    }

    private static List<Entry> and(List<Entry> entries, Entry more) {
        var all = new ArrayList<>(entries);
        all.add(more);
        return List.copyOf(all);
    }

    /// Returns the lines of the sum for so many connections: first what is held in any case.
    ///
    /// @throws IllegalArgumentException if `connections` is negative
    public List<Entry> entries(int connections) {
        checkNotNegative(connections, "connections");
        var ofAll = each.stream().map(entry -> new Entry(entry.name(), entry.area(), entry.bytes(), connections));
        return Stream.concat(fixed.stream(), ofAll).toList();
    }

    /// Returns what so many connections and the rest can hold in an area together, in bytes.
    ///
    /// @throws IllegalArgumentException if `connections` is negative
    public long sum(Area area, int connections) {
        Objects.requireNonNull(area, "area");
        return sum(entries(connections), area);
    }

    private static long sum(List<Entry> entries, Area area) {
        long sum = 0;
        for (Entry entry : entries) {
            sum = entry.area() == area ? saturatedSum(sum, entry.sum()) : sum;
        }
        return sum;
    }

    /// Returns whether so many connections can never need more than may be promised of `heap` and `direct` bytes.
    ///
    /// @throws IllegalArgumentException if one is negative
    public boolean fits(int connections, long heap, long direct) {
        long ofHeap = Area.HEAP.usable(heap);
        long ofDirect = Area.DIRECT.usable(direct);
        return sum(Area.HEAP, connections) <= ofHeap && sum(Area.DIRECT, connections) <= ofDirect;
    }

    /// Returns the most connections that fit, but no more than `most`; 0 if not even one does.
    ///
    /// @throws IllegalArgumentException if one is negative
    public int maxConnections(long heap, long direct, int most) {
        checkNotNegative(most, "most");
        long inHeap = connectionsIn(Area.HEAP, Area.HEAP.usable(heap));
        long inDirect = connectionsIn(Area.DIRECT, Area.DIRECT.usable(direct));
        return (int) Math.min(most, Math.min(inHeap, inDirect));
    }

    private long connectionsIn(Area area, long usable) {
        long taken = sum(fixed, area);
        long one = sum(each, area);
        if (taken > usable) {
            return 0;
        }
        return one == 0 ? Long.MAX_VALUE : (usable - taken) / one;
    }

    /// Returns the sum of an area in one line, with all that is in it, such as
    /// `10000 x 264 KiB (connections) + 8 MiB (values of kv) = 2587 MiB`.
    ///
    /// @throws IllegalArgumentException if `connections` is negative
    public String describe(Area area, int connections) {
        return entries(connections).reversed().stream()
                .filter(entry -> entry.area() == area && entry.sum() > 0)
                .map(MemoryBudget::describe)
                .collect(Collectors.joining(" + ", "", " = " + size(sum(area, connections))));
    }

    private static String describe(Entry entry) {
        String times = entry.count() == 1 ? "" : entry.count() + " x ";
        return times + size(entry.bytes()) + " (" + entry.name() + ")";
    }

    /// Returns a size as people read it, rounded up: in bytes, KiB, or from 1 MiB on MiB.
    ///
    /// @throws IllegalArgumentException if `bytes` is negative
    public static String size(long bytes) {
        checkNotNegative(bytes, "bytes");
        long kibi = 1 << 10;
        long mebi = 1 << 20;
        if (bytes < kibi) {
            return bytes + " bytes";
        }
        return bytes < mebi ? Math.ceilDiv(bytes, kibi) + " KiB" : Math.ceilDiv(bytes, mebi) + " MiB";
    }

    private static long saturatedProduct(long bytes, long count) {
        return Math.multiplyHigh(bytes, count) == 0 && bytes * count >= 0 ? bytes * count : Long.MAX_VALUE;
    }

    private static long saturatedSum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private static void checkNotNegative(long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, as " + value + " is");
        }
    }
}
