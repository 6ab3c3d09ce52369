package dev.minato.services;

import java.util.List;
import java.util.Optional;

/// The comparison of the sum of all limits with the heap.
final class HeapCheck {
    private static final long MEBI = 1024 * 1024;

    /// What a connection holds besides its buffers: its task's stack and its objects.
    private static final long STACK = 8 * 1024;

    private HeapCheck() {}

    /// What to say to these limits where connections could exhaust a heap of so many bytes; empty if it is large
    /// enough whatever peers do.
    static Optional<String> warning(List<Berth> berths, Limits limits, long heap) {
        long most = 0;
        String greediest = "";
        for (Berth berth : berths) {
            long bytes = berth.protocol() == Protocol.TCP ? limits.maxConnectionBytes(berth.service()) : 0;
            if (bytes > most) {
                most = bytes;
                greediest = berth.service();
            }
        }
        long kept = berths.stream().anyMatch(berth -> berth.service().equals("kv")) ? limits.kvMaxBytes() : 0;
        // An int times less than 2^29 does not overflow.
        long sum = most == 0 ? 0 : limits.maxConnections() * (most + STACK) + kept;
        return sum <= heap
                ? Optional.empty()
                : Optional.of(text(limits.maxConnections(), most + STACK, greediest, kept, sum, heap));
    }

    private static String text(int connections, long each, String greediest, long kept, long sum, long heap) {
        return "the limits allow more memory than the heap has: " + connections + " connections with up to "
                + each / 1024 + " KiB each (" + greediest + ")" + (kept == 0 ? "" : " and " + mebi(kept) + " in kv")
                + " are " + mebi(sum) + ", the heap is " + mebi(heap)
                + "; lower the connections (--max-connections)"
                + (isBoundByLine(greediest) ? " or the longest line (--max-line)" : "")
                + ", or enlarge the heap (-Xmx)";
    }

    private static boolean isBoundByLine(String service) {
        return service.equals("line") || service.equals("kv");
    }

    private static String mebi(long bytes) {
        return Math.ceilDiv(bytes, MEBI) + " MiB";
    }
}
