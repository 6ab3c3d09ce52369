package dev.minato.cli;

import dev.minato.metrics.HistogramSnapshot;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionActivity;
import dev.minato.server.ConnectionActivity.Kind;
import dev.minato.server.ServiceCounts;
import dev.minato.server.UdpCounts;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a server does, as a table: each look shows what has happened since the one before.
///
/// ```
/// SERVICE   OPEN  CONN/S  REQ/S   IN/S      OUT/S     P50      P99      LOST
/// kv/tcp    64    0       98,211  2.1 MiB   1.1 MiB   1.3 µs   4.1 µs   0
/// echo/udp  -     -       12,004  -         -         -        -        0
/// slow: kv of 127.0.0.1:50012: blocked in write for 12.4 s
/// ```
///
/// Requests of UDP are datagrams. LOST is what was refused, or dropped by the server or the kernel, since the start.
final class StatsTable {
    /// How long a connection does one thing before it is named.
    private static final Duration SLOW = Duration.ofSeconds(1);

    private static final int MAX_SLOW = 3;
    private static final double SECOND = 1e9;

    private Map<String, ServiceCounts> before = Map.of();
    private Map<String, UdpCounts> datagramsBefore = Map.of();

    /// Returns the table, and a line for each of the slowest connections.
    ///
    /// @param since the time since the last look
    String next(List<ServiceCounts> services, Map<String, UdpCounts> datagrams, List<Connection> open, Duration since) {
        double seconds = Math.max(since.toNanos(), 1) / SECOND;
        var table = new Table("SERVICE", "OPEN", "CONN/S", "REQ/S", "IN/S", "OUT/S", "P50", "P99", "LOST");
        var now = new HashMap<String, ServiceCounts>();
        for (ServiceCounts counts : services) {
            now.put(counts.service(), counts);
            addConnections(
                    table,
                    counts,
                    before.getOrDefault(counts.service(), ServiceCounts.none(counts.service())),
                    seconds);
        }
        new TreeMap<>(datagrams).forEach((service, counts) -> addDatagrams(table, service, counts, seconds));
        before = now;
        datagramsBefore = datagrams;
        return table + slow(open);
    }

    private static void addConnections(Table table, ServiceCounts now, ServiceCounts then, double seconds) {
        HistogramSnapshot requests = now.requests().since(then.requests());
        table.add(
                now.service() + "/tcp",
                Integer.toString(now.open()),
                Amount.rate((now.opened() - then.opened()) / seconds),
                Amount.rate(requests.count() / seconds),
                Amount.bytes(Math.round((now.bytesIn() - then.bytesIn()) / seconds)),
                Amount.bytes(Math.round((now.bytesOut() - then.bytesOut()) / seconds)),
                Amount.time(requests.quantile(0.5)),
                Amount.time(requests.quantile(0.99)),
                Long.toString(now.allRefused()));
    }

    private void addDatagrams(Table table, String service, UdpCounts now, double seconds) {
        UdpCounts then = datagramsBefore.getOrDefault(service, new UdpCounts(0, 0, Map.of(), 0));
        long lost = now.dropped().values().stream().mapToLong(Long::longValue).sum() + now.lost();
        String rate = Amount.rate((now.received() - then.received()) / seconds);
        table.add(service + "/udp", "-", "-", rate, "-", "-", "-", "-", Long.toString(lost));
    }

    /// A connection that is found at one thing for longer than it should be.
    private record Slow(Connection connection, ConnectionActivity activity) {
        String line() {
            return "slow: " + connection + ": " + activity.kind() + " for "
                    + Amount.time(activity.since().toNanos()) + System.lineSeparator();
        }
    }

    private static String slow(List<Connection> open) {
        var text = new StringBuilder();
        open.stream()
                .map(connection -> new Slow(connection, connection.stats().activity()))
                .filter(each -> each.activity().kind() != Kind.OPEN)
                .filter(each -> each.activity().since().compareTo(SLOW) > 0)
                .sorted(Comparator.comparing((Slow each) -> each.activity().since())
                        .reversed())
                .limit(MAX_SLOW)
                .forEach(each -> text.append(each.line()));
        return text.toString();
    }
}
