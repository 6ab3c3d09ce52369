package dev.minato.services;

import java.util.List;
import java.util.Optional;

/// The check of the sum of all limits against the heap.
final class HeapCheck {
    private static final long MEBI = 1024 * 1024;

    /// Bytes that a connection holds besides its buffers: its task's stack and its objects.
    private static final long STACK = 8 * 1024;

    private HeapCheck() {}

    /// Returns a warning if connections could exhaust a heap of so many bytes; empty if it is large enough
    /// whatever peers do.
    static Optional<String> warning(List<Binding> bindings, Limits limits, long heap) {
        long max = 0;
        String largest = "";
        for (Binding binding : bindings) {
            long bytes = binding.protocol() == Protocol.TCP ? limits.maxConnectionBytes(binding.service()) : 0;
            if (bytes > max) {
                max = bytes;
                largest = binding.service();
            }
        }
        long kept = bindings.stream().anyMatch(binding -> binding.service().equals("kv")) ? limits.kvMaxBytes() : 0;
        // An int times less than 2^29 does not overflow.
        long sum = max == 0 ? 0 : limits.maxConnections() * (max + STACK) + kept;
        return sum <= heap
                ? Optional.empty()
                : Optional.of(text(limits.maxConnections(), max + STACK, largest, kept, sum, heap));
    }

    private static String text(int connections, long each, String largest, long kept, long sum, long heap) {
        return "the limits allow more memory than the heap has: " + connections + " connections with up to "
                + each / 1024 + " KiB each (" + largest + ")" + (kept == 0 ? "" : " and " + mebi(kept) + " in kv")
                + " are " + mebi(sum) + ", the heap is " + mebi(heap)
                + "; lower the connections (--max-connections)"
                + (isBoundByLine(largest) ? " or the longest line (--max-line)" : "")
                + ", or enlarge the heap (-Xmx)";
    }

    private static boolean isBoundByLine(String service) {
        return service.equals("line") || service.equals("kv");
    }

    private static String mebi(long bytes) {
        return Math.ceilDiv(bytes, MEBI) + " MiB";
    }
}
