package dev.minato.cli;

import dev.minato.server.MemoryBudget;
import dev.minato.server.MemoryBudget.Area;
import dev.minato.server.MemoryBudget.Entry;
import dev.minato.services.Binding;
import dev.minato.services.Limits;
import dev.minato.services.ServiceMemory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What `minato doctor` says about memory: the sum of what all services together can hold with the default
/// limits, and how many connections that leaves room for.
final class MemorySum {
    private static final long KIBI = 1024;
    private static final int MOST = Limits.DEFAULT.maxConnections();

    private final List<Binding> bindings;
    private final ConnectionLimit.Machine machine;
    private final MemoryBudget budget;

    private MemorySum(List<Binding> bindings, ConnectionLimit.Machine machine) {
        this.bindings = bindings;
        this.machine = machine;
        this.budget = ServiceMemory.of(bindings, Limits.DEFAULT).budget();
    }

    /// The sum of all services on this machine.
    static MemorySum ofAllServices() throws Failure {
        return new MemorySum(BindingReader.read(List.of()), ConnectionLimit.Machine.here());
    }

    List<Binding> bindings() {
        return bindings;
    }

    private int connections() {
        return budget.maxConnections(machine.heap(), machine.direct(), MOST);
    }

    /// Returns how many connections fit, in a few words.
    String summary() {
        return connections() + " connections fit into a heap of " + mebi(machine.heap()) + " MiB";
    }

    /// Returns how to make room for more; empty if there is room enough.
    Optional<String> advice() {
        if (connections() == MOST) {
            return Optional.empty();
        }
        // With a larger heap kv takes more of it.
        long more = Limits.DEFAULT_KV_BYTES - Limits.DEFAULT.kvMaxBytes();
        long wanted = Area.HEAP.sizeFor(budget.sum(Area.HEAP, MOST) + more);
        return Optional.of("allow " + Math.ceilDiv(wanted, KIBI * KIBI) + " MiB (-Xmx), or serve takes only "
                + connections() + " connections");
    }

    /// Returns the sum, line by line.
    Table table() {
        var table = new Table("MEMORY OF SERVE", "COUNT", "KiB EACH", "MiB");
        add(table, Area.HEAP, "heap", machine.heap());
        add(table, Area.DIRECT, "direct", machine.direct());
        return table;
    }

    private void add(Table table, Area area, String name, long there) {
        for (Entry entry : budget.entries(connections())) {
            if (entry.area() == area && entry.sum() > 0) {
                String each = Long.toString(Math.ceilDiv(entry.bytes(), KIBI));
                table.add(name + ", " + entry.name(), Long.toString(entry.count()), each, mebi(entry.sum()));
            }
        }
        String sum = mebi(budget.sum(area, connections()));
        table.add(name + ", together", "", "", sum + " of the " + mebi(area.usable(there)) + " that may be promised");
    }

    private static String mebi(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / (double) (KIBI * KIBI));
    }
}
