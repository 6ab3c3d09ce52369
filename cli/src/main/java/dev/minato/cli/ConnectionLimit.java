package dev.minato.cli;

import dev.minato.server.MemoryBudget;
import dev.minato.services.Binding;
import dev.minato.services.Limits;
import dev.minato.services.Protocol;
import dev.minato.services.ServiceMemory;
import java.util.List;
import java.util.Optional;

/// How many connections a server takes: as many as were asked for, if memory and descriptors suffice for them;
/// else as many as fit, but no more than the default.
///
/// @param connections how many
/// @param reason why there are fewer than the default; empty if there are not, or if they were asked for
record ConnectionLimit(int connections, String reason) {
    private static final int MOST = Limits.DEFAULT.maxConnections();

    /// The memory and the descriptors of this process.
    ///
    /// @param heap bytes
    /// @param direct bytes of direct memory
    record Machine(long heap, long direct, SystemLimits system) {
        static Machine here() {
            return new Machine(Runtime.getRuntime().maxMemory(), DirectMemory.max(), SystemLimits.HERE);
        }
    }

    /// Returns the limit for a server of these services; `limits` says what a connection may hold.
    ///
    /// @throws Failure if what was asked for does not fit, or not even one connection does
    static ConnectionLimit of(Optional<Integer> asked, List<Binding> bindings, Limits limits, Machine machine)
            throws Failure {
        return asked.isPresent() ? given(asked.get(), bindings, limits, machine) : fitting(bindings, limits, machine);
    }

    /// Returns what `serve` says about it, a line; nothing if none of the services has connections.
    String line(List<Binding> bindings) {
        String because = reason.isEmpty() ? "" : ": " + reason;
        return hasConnections(bindings)
                ? String.format(
                        "at most %d %s%s%n", connections, connections == 1 ? "connection" : "connections", because)
                : "";
    }

    private static ConnectionLimit given(int asked, List<Binding> bindings, Limits limits, Machine machine)
            throws Failure {
        Optional<String> excess = ServiceMemory.of(bindings, limits.withMaxConnections(asked))
                .excess(machine.heap(), machine.direct())
                .or(() -> DescriptorLimit.excess(machine.system(), bindings, asked));
        if (excess.isPresent()) {
            throw Failure.usage(excess.get());
        }
        return new ConnectionLimit(asked, "");
    }

    private static ConnectionLimit fitting(List<Binding> bindings, Limits limits, Machine machine) throws Failure {
        var memory = ServiceMemory.of(bindings, limits.withMaxConnections(1));
        Optional<String> excess = memory.excess(machine.heap(), machine.direct());
        if (excess.isPresent()) {
            throw Failure.refused(excess.get());
        }
        int inMemory = memory.budget().maxConnections(machine.heap(), machine.direct(), MOST);
        int withDescriptors = DescriptorLimit.maxConnections(machine.system(), bindings, MOST);
        if (Math.min(inMemory, withDescriptors) == MOST || !hasConnections(bindings)) {
            return new ConnectionLimit(MOST, "");
        }
        return inMemory <= withDescriptors
                ? new ConnectionLimit(inMemory, "more do not fit into the heap of " + MemoryBudget.size(machine.heap()))
                : new ConnectionLimit(withDescriptors, "ulimit -n allows no more");
    }

    private static boolean hasConnections(List<Binding> bindings) {
        return bindings.stream().anyMatch(each -> each.protocol() == Protocol.TCP);
    }
}
