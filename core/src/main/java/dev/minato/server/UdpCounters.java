package dev.minato.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// The counters of one service of a UDP server, and the log of what it drops: for each reason at most one line
/// a second, with how many there were since the last one.
final class UdpCounters {
    private static final System.Logger LOGGER = System.getLogger(UdpCounters.class.getName());

    private final LongSupplier nanos;
    private final LongAdder received = new LongAdder();
    private final LongAdder replied = new LongAdder();
    private final Map<DropReason, Drops> dropped = new EnumMap<>(DropReason.class);

    /// @param nanos a monotonic clock
    UdpCounters(LongSupplier nanos) {
        this.nanos = nanos;
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new Drops(reason));
        }
    }

    void received(int datagrams) {
        received.add(datagrams);
    }

    void replied(int datagrams) {
        replied.add(datagrams);
    }

    void dropped(String service, DropReason reason) {
        drops(reason).add(service, 1, Optional.empty());
    }

    void dropped(String service, DropReason reason, int datagrams) {
        drops(reason).add(service, datagrams, Optional.empty());
    }

    void dropped(String service, DropReason reason, Throwable failure) {
        drops(reason).add(service, 1, Optional.of(failure));
    }

    private Drops drops(DropReason reason) {
        return Objects.requireNonNull(dropped.get(reason), "all reasons are in it");
    }

    /// @param lost what the kernel has dropped
    UdpCounts counts(long lost) {
        var all = new EnumMap<DropReason, Long>(DropReason.class);
        dropped.forEach((reason, drops) -> all.put(reason, drops.pace.count()));
        return new UdpCounts(received.sum(), replied.sum(), all, lost);
    }

    /// The datagrams that were dropped for one reason.
    private final class Drops {
        private final DropReason reason;
        private final ReportPace pace = new ReportPace(nanos);

        Drops(DropReason reason) {
            this.reason = reason;
        }

        void add(String service, int datagrams, Optional<Throwable> failure) {
            long unreported = pace.add(datagrams);
            if (unreported > 0) {
                report(service + ": dropped " + unreported + " " + reason.text(), failure);
            }
        }

        private void report(String text, Optional<Throwable> failure) {
            try {
                log(text, failure);
            } catch (VirtualMachineError | LinkageError loggerCannot) {
                // For want of memory or file descriptors, as the handler itself perhaps; the count says it.
            }
        }

        private void log(String text, Optional<Throwable> failure) {
            switch (reason) {
                case HANDLER_FAILED -> LOGGER.log(level(failure), text, failure.orElse(null));
                case SEND_FAILED, REFLECTION, CANCELLED ->
                    LOGGER.log(System.Logger.Level.DEBUG, text, failure.orElse(null));
                case TRUNCATED, PROXY_HEADER, OVERLOADED, RATE_LIMITED -> LOGGER.log(System.Logger.Level.WARNING, text);
            }
        }

        private static System.Logger.Level level(Optional<Throwable> failure) {
            return failure.filter(Error.class::isInstance).isPresent()
                    ? System.Logger.Level.ERROR
                    : System.Logger.Level.WARNING;
        }
    }
}
