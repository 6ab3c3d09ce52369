package dev.minato.cli;

import dev.minato.server.CloseReason;
import dev.minato.server.DrainReport;
import dev.minato.server.RefusalReason;
import dev.minato.server.ServiceCounts;
import dev.minato.server.UdpCounts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The last line of `serve`: what was served, what was refused or went wrong, and what was left.
final class FinalReport {
    /// Ends that are nobody's fault.
    private static final Set<CloseReason> ORDINARY =
            Set.of(CloseReason.FINISHED, CloseReason.STOPPED, CloseReason.PEER_GONE);

    private FinalReport() {}

    /// Returns such as `served 12 connections, 340 requests, 12.3 KiB in, 11.0 KiB out; refused 3 (denied 3); left 0`.
    static String line(List<ServiceCounts> services, Collection<UdpCounts> datagrams, DrainReport drain) {
        long connections = 0;
        long requests = 0;
        long in = 0;
        long out = 0;
        var closed = new EnumMap<CloseReason, Long>(CloseReason.class);
        var refused = new EnumMap<RefusalReason, Long>(RefusalReason.class);
        for (ServiceCounts counts : services) {
            connections += counts.opened();
            requests += counts.requests().count();
            in += counts.bytesIn();
            out += counts.bytesOut();
            counts.closed().forEach((reason, count) -> closed.merge(reason, count, Long::sum));
            counts.refused().forEach((reason, count) -> refused.merge(reason, count, Long::sum));
        }
        closed.keySet().removeAll(ORDINARY);
        var parts = new ArrayList<String>();
        parts.add("served " + count(connections, "connection") + ", " + count(requests, "request") + ", "
                + Amount.bytes(in) + " in, " + Amount.bytes(out) + " out" + text(datagrams));
        addReasons(parts, "refused ", refused);
        addReasons(parts, "ended early ", closed);
        parts.add("left " + (drain.reset() + drain.stuck()));
        return String.join("; ", parts);
    }

    private static String text(Collection<UdpCounts> datagrams) {
        if (datagrams.isEmpty()) {
            return "";
        }
        long received = datagrams.stream().mapToLong(UdpCounts::received).sum();
        long lost = datagrams.stream().mapToLong(UdpCounts::lost).sum();
        return ", " + count(received, "datagram") + (lost == 0 ? "" : " (the kernel dropped " + lost + ")");
    }

    private static <E extends Enum<E>> void addReasons(List<String> parts, String what, Map<E, Long> reasons) {
        reasons.values().removeIf(count -> count == 0);
        long sum = reasons.values().stream().mapToLong(Long::longValue).sum();
        if (sum > 0) {
            List<String> each = reasons.entrySet().stream()
                    .map(reason -> reason.getKey() + " " + reason.getValue())
                    .toList();
            parts.add(what + sum + " (" + String.join(", ", each) + ")");
        }
    }

    private static String count(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? what : what + "s");
    }
}
