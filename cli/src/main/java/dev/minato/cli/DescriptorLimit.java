package dev.minato.cli;

import dev.minato.services.Binding;
import dev.minato.services.Protocol;
import java.util.List;
import java.util.Optional;

/// The limit of file descriptors (`ulimit -n`, RLIMIT_NOFILE), compared with what a server needs.
final class DescriptorLimit {
    /// The process itself: standard streams, the JDK's modules, jars, and one for a connection.
    private static final int PROCESS = 12;

    /// What it may open for a while: a file that is read, a look-up, a connection that is being closed.
    private static final int SPARE = 20;

    /// What an event loop opens: epoll, eventfd, and a ring where it is asked for.
    private static final int EACH_LOOP = 3;

    private DescriptorLimit() {}

    /// Returns how many descriptors a server of so many connections wants, with so many sockets that listen.
    static long wanted(int sockets, int maxConnections) {
        return needed(sockets) + SPARE + (long) maxConnections;
    }

    private static long needed(int sockets) {
        return PROCESS + (long) EACH_LOOP * Runtime.getRuntime().availableProcessors() + sockets;
    }

    /// Throws if the limit does not even let the server start.
    static void check(SystemLimits system, List<Binding> bindings) throws Failure {
        long needed = needed(bindings.size());
        Optional<String> limit = system.maxOpenFiles();
        if (SystemLimits.isBelow(limit, needed)) {
            throw Failure.refused("too few file descriptors: ulimit -n is " + limit.orElseThrow()
                    + ", and serve needs at least " + needed + ", and one for each connection");
        }
    }

    /// Returns how many connections there are descriptors for, from 1 to `most`; that if the limit is unknown.
    static int maxConnections(SystemLimits system, List<Binding> bindings, int most) {
        Optional<String> limit = system.maxOpenFiles();
        if (!SystemLimits.isBelow(limit, wanted(bindings.size(), most))) {
            return most;
        }
        long rest = Long.parseLong(limit.orElseThrow()) - wanted(bindings.size(), 0);
        return (int) Math.max(1, rest);
    }

    /// Returns one line with the sum if connections may run out of descriptors; empty if not, or if the limit is
    /// unknown.
    static Optional<String> excess(SystemLimits system, List<Binding> bindings, int maxConnections) {
        boolean hasConnections = bindings.stream().anyMatch(each -> each.protocol() == Protocol.TCP);
        long wanted = wanted(bindings.size(), maxConnections);
        Optional<String> limit = system.maxOpenFiles();
        return hasConnections && SystemLimits.isBelow(limit, wanted)
                ? Optional.of("the limits allow more connections than file descriptors: " + maxConnections
                        + " connections + " + wanted(bindings.size(), 0) + " for the rest = " + wanted
                        + ", but ulimit -n is " + limit.orElseThrow() + "; lower --max-connections, or raise ulimit -n")
                : Optional.empty();
    }
}
