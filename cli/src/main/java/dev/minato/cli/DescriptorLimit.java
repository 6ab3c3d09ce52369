package dev.minato.cli;

import dev.minato.services.Binding;
import dev.minato.services.Protocol;
import java.util.List;
import java.util.Optional;

/// The limit of file descriptors (`ulimit -n`, RLIMIT_NOFILE), compared with what a server needs.
final class DescriptorLimit {
    /// Descriptors that a server has beside its connections: jars, event loops, listeners. Generous.
    private static final int OVERHEAD = 100;

    /// The process itself: standard streams, the JDK's modules, jars, and one for a connection.
    private static final int PROCESS = 10;

    /// An event loop's epoll and eventfd.
    private static final int EACH_LOOP = 2;

    private DescriptorLimit() {}

    /// Returns how many descriptors a server of so many connections wants.
    static long wanted(int maxConnections) {
        return (long) maxConnections + OVERHEAD;
    }

    /// Throws if the limit does not even let the server start.
    static void check(SystemLimits system, List<Binding> bindings) throws Failure {
        int loops = Runtime.getRuntime().availableProcessors();
        int needed = PROCESS + EACH_LOOP * loops + bindings.size();
        Optional<String> limit = system.maxOpenFiles();
        if (SystemLimits.isBelow(limit, needed)) {
            throw Failure.refused("too few file descriptors: ulimit -n is " + limit.orElseThrow()
                    + ", and serve needs at least " + needed + ", and one for each connection");
        }
    }

    /// Returns a warning if connections may run out of descriptors; empty if not, or if the limit is unknown.
    static Optional<String> warning(SystemLimits system, List<Binding> bindings, int maxConnections) {
        boolean hasConnections = bindings.stream().anyMatch(each -> each.protocol() == Protocol.TCP);
        Optional<String> limit = system.maxOpenFiles();
        return hasConnections && SystemLimits.isBelow(limit, wanted(maxConnections))
                ? Optional.of("the limits allow more connections than file descriptors: --max-connections is "
                        + maxConnections + ", ulimit -n is " + limit.orElseThrow() + "; raise that to "
                        + wanted(maxConnections) + ", or lower --max-connections")
                : Optional.empty();
    }
}
