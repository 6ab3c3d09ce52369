package dev.minato.services;

import dev.minato.server.MemoryBudget;
import dev.minato.server.MemoryBudget.Area;
import dev.minato.services.dns.DnsService;
import dev.minato.services.game.GameSettings;
import dev.minato.services.ingest.MetricsIn;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What services can be made to hold under their limits, as a sum that is compared with the memory there is.
///
/// A connection counts as much as the service allows that lets it hold the most ([Limits#maxConnectionBytes]).
/// The other figures were measured, on each platform.
public final class ServiceMemory {
    private static final long KIBI = 1024;

    /// What the program holds that serves nobody: classes' objects, texts, tables of the JVM's and of ours. Measured:
    /// up to 4 MiB, of which a little grows with use.
    private static final long PROGRAM = 6 * 1024 * KIBI;

    /// Bytes that a connection holds besides its buffers: its task's stack, which is largest before it is compiled, and
    /// its objects. Measured: up to 9.6 KiB.
    private static final long STACK = 12 * KIBI;

    /// A header of the PROXY protocol of 4 KiB with 64 TLVs, which is kept.
    private static final long PROXY_HEADER = 8 * KIBI;

    /// Unread plaintext and unsent records of a connection over TLS, 64 KiB each, its engine, and a record in work.
    private static final long TLS = (64 + 64 + 24 + 32) * KIBI;

    /// The free buffers that all streams of messages share, of 512 bytes, 16 KiB and 64 KiB, for input and output.
    private static final long POOL = 2 * (256 * 512 + 8 * (16 + 64) * KIBI);

    private static final long POOL_OF_PROCESSOR = 2 * 2 * (16 + 64) * KIBI;

    /// The direct buffers that connections of `echo`, or of `count`, share.
    private static final long DIRECT_POOL = 32 * 16 * KIBI;

    /// A datagram's request, its reply, and what the platform receives it in.
    private static final long DATAGRAMS = 3 * 64 * KIBI;

    /// A series of `metrics-in` whose names are as long as they may be. Measured: up to 8.1 KiB.
    static final long SERIES = 10 * KIBI;

    /// What sets of `metrics-in` keep of unique values: hashes of 8 bytes, in tables that are at least a quarter full.
    private static final long UNIQUE_VALUES = MetricsIn.MAX_UNIQUE_VALUES * 4L * 8;

    /// A scrape of `metrics-in`: the lists of all series, and the output.
    private static final long SCRAPED_SERIES = 160;

    private static final long SCRAPE = 128 * KIBI;

    /// A player of `game`, most of it the snapshots that he may have. Measured: 5.2 KiB.
    private static final long PLAYER = 8 * KIBI;

    /// What one system call copies through direct memory, at least.
    private static final long CALL = 64 * KIBI;

    private final List<Binding> bindings;
    private final Limits limits;
    private final MemoryBudget budget;

    private ServiceMemory(List<Binding> bindings, Limits limits, int processors) {
        this.bindings = bindings;
        this.limits = limits;
        this.budget = withDirect(withHeap(MemoryBudget.EMPTY, processors), processors);
    }

    /// The memory of these services under these limits, on this machine's processors.
    public static ServiceMemory of(List<Binding> bindings, Limits limits) {
        Objects.requireNonNull(bindings, "bindings");
        Objects.requireNonNull(limits, "limits");
        return of(bindings, limits, Runtime.getRuntime().availableProcessors());
    }

    static ServiceMemory of(List<Binding> bindings, Limits limits, int processors) {
        return new ServiceMemory(List.copyOf(bindings), limits, processors);
    }

    /// Returns the sum, whose connections are those of all services together.
    public MemoryBudget budget() {
        return budget;
    }

    /// Returns one line with the sum and what to change, if so many bytes of heap and direct memory are not enough
    /// for [Limits#maxConnections]; empty if they are, whatever peers do.
    public Optional<String> excess(long heap, long direct) {
        int connections = limits.maxConnections();
        if (!budget.fits(connections, heap, Long.MAX_VALUE)) {
            String there = "of " + MemoryBudget.size(heap) + " of heap only "
                    + MemoryBudget.size(Area.HEAP.usable(heap)) + " can be promised";
            return Optional.of(excess(Area.HEAP, there, toLower() + "raise -Xmx"));
        }
        if (!budget.fits(connections, heap, direct)) {
            String there = "there are only " + MemoryBudget.size(direct) + " of direct memory";
            String lower = hasLines() ? "lower --max-line, or " : "";
            return Optional.of(excess(Area.DIRECT, there, lower + "raise -XX:MaxDirectMemorySize"));
        }
        return Optional.empty();
    }

    private String excess(Area area, String there, String advice) {
        return "the limits allow more memory than there is: " + budget.describe(area, limits.maxConnections())
                + ", but " + there + "; " + advice;
    }

    private String toLower() {
        if (isServed("kv")) {
            return "lower --max-connections, --max-line or --kv-max-bytes, or ";
        }
        if (isServed("metrics-in")) {
            return "lower --max-connections or --metrics-in-series, or ";
        }
        if (isServed("dns")) {
            return "lower --max-connections or --dns-cache, or ";
        }
        return hasLines() ? "lower --max-connections or --max-line, or " : "lower --max-connections, or ";
    }

    private MemoryBudget withHeap(MemoryBudget empty, int processors) {
        var sum = empty.with("the program", Area.HEAP, PROGRAM, 1)
                .with("pooled buffers", Area.HEAP, POOL + processors * POOL_OF_PROCESSOR, 1)
                .with("what is reserved", Area.HEAP, limits.reservedBytes(), 1);
        if (hasLines()) {
            // A buffer that grows is there twice.
            sum = sum.with("lines in work", Area.HEAP, line(), processors);
        }
        if (isServed("kv")) {
            sum = sum.with("values of kv", Area.HEAP, limits.kvMaxBytes(), 1);
        }
        if (isServed("chat")) {
            sum = sum.with("rooms of chat", Area.HEAP, limits.chat().memory(), 1);
        }
        if (isServed("metrics-in")) {
            long scrape = SCRAPE + SCRAPED_SERIES * limits.metricsInSeries();
            sum = sum.with("series of metrics-in", Area.HEAP, SERIES, limits.metricsInSeries())
                    .with("unique values of metrics-in", Area.HEAP, UNIQUE_VALUES, 1)
                    .with("scrapes of metrics-in", Area.HEAP, scrape, MetricsIn.MAX_SCRAPES);
        }
        if (isServed("game")) {
            sum = sum.with("players of game", Area.HEAP, PLAYER, GameSettings.DEFAULT.maxPlayers());
        }
        if (isServed("dns")) {
            long query = STACK + DnsService.QUERY_BYTES;
            sum = sum.with("answers of dns", Area.HEAP, limits.dns().cacheBytes(), 1)
                    .with("queries of dns", Area.HEAP, query, limits.dns().maxInProgress());
        }
        Optional<String> largest = largest();
        if (largest.isEmpty()) {
            return sum;
        }
        long header = limits.proxies().isEmpty() ? 0 : PROXY_HEADER;
        long tls = limits.tls().isPresent() ? TLS : 0;
        long each = STACK + header + tls + limits.maxConnectionBytes(largest.get());
        return sum.withEach("connections", Area.HEAP, each);
    }

    private MemoryBudget withDirect(MemoryBudget heap, int processors) {
        var sum = heap.with("system calls", Area.DIRECT, Math.max(CALL, hasLines() ? line() : 0), processors);
        long pools = Stream.of("echo", "count").filter(this::isServedOverTcp).count();
        sum = sum.with("pooled direct buffers", Area.DIRECT, DIRECT_POOL, pools);
        long sockets = bindings.stream()
                .filter(each -> each.protocol() == Protocol.UDP)
                .count();
        return sum.with("datagrams", Area.DIRECT, DATAGRAMS, sockets);
    }

    private boolean hasLines() {
        return isServed("line") || isServed("kv");
    }

    private long line() {
        return ConnectionMemory.arrayBytes(limits.maxLine() + 2L);
    }

    private boolean isServed(String service) {
        return bindings.stream().anyMatch(each -> each.service().equals(service));
    }

    private boolean isServedOverTcp(String service) {
        return bindings.stream()
                .anyMatch(each ->
                        each.protocol() == Protocol.TCP && each.service().equals(service));
    }

    /// Whose connections can hold the most.
    private Optional<String> largest() {
        return bindings.stream()
                .filter(each -> each.protocol() == Protocol.TCP)
                .map(Binding::service)
                .max(Comparator.comparingLong(limits::maxConnectionBytes));
    }
}
