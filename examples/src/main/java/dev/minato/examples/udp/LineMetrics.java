package dev.minato.examples.udp;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.FramedUdp;
import dev.minato.net.UdpSocket;
import java.util.Map;
import java.util.TreeMap;

/// Counts events that arrive as lines over UDP, several in a datagram, as StatsD's counters do, and sends the counts
/// to whoever sends `?`.
///
/// Try it:
///
/// ```
/// $ printf 'login:1|c\nlogin:2|c\nlogout:1|c' | nc -u -w1 127.0.0.1 8125
/// $ echo '?' | nc -u -w1 127.0.0.1 8125
/// {login=3, logout=1}
/// ```
final class LineMetrics {
    private static final int MAX_LINE = 512;

    /// So many names: memory follows this, not those who send.
    private static final int MAX_NAMES = 10_000;

    static void main(String[] args) throws NetException {
        try (var socket = UdpSocket.bind(args.length > 0 ? args[0] : "127.0.0.1:8125")) {
            serve(socket);
        }
    }

    // @start region="metrics"
    static void serve(UdpSocket socket) throws NetException {
        var counts = new TreeMap<String, Long>();
        var metrics = new FramedUdp<>(socket, LineCodec.utf8(MAX_LINE), LineCodec.utf8(64 * 1024));
        while (true) {
            try {
                var line = metrics.read();
                if (line.equals("?")) {
                    answer(counts, metrics);
                } else {
                    count(line, counts);
                }
            } catch (NetException e) {
                if (e.kind() != ErrorKind.INVALID_DATA && e.kind() != ErrorKind.MESSAGE_TOO_LONG) {
                    throw e;
                }
                System.err.println(e.getMessage()); // a bad line: the rest goes on
            }
        }
    }

    private static void answer(Map<String, Long> counts, FramedUdp<String, String> metrics) {
        try {
            metrics.write(counts.toString(), metrics.received().sender());
        } catch (NetException e) {
            System.err.println(e.getMessage()); // whoever asked may have forged an address that none can answer
        }
    }
    // @end

    private static void count(String line, Map<String, Long> counts) throws NetException {
        int colon = line.indexOf(':');
        if (colon < 1 || !line.endsWith("|c")) {
            throw NetException.of(ErrorKind.INVALID_DATA, "count", "no counter: " + line);
        }
        if (counts.size() < MAX_NAMES || counts.containsKey(line.substring(0, colon))) {
            counts.merge(line.substring(0, colon), number(line, colon), Long::sum);
        }
    }

    private static long number(String line, int colon) throws NetException {
        try {
            return Long.parseLong(line.substring(colon + 1, line.length() - 2));
        } catch (NumberFormatException e) {
            throw NetException.of(ErrorKind.INVALID_DATA, "count", "no number: " + line);
        }
    }

    private LineMetrics() {}
}
