package dev.minato.services;

import dev.minato.services.dns.DnsService;

/// What one connection of a service can hold.
final class ConnectionMemory {
    private static final long KIBI = 1024;
    private static final long BUFFER = 16 * KIBI;

    /// The output that [dev.minato.framed.Framed] buffers before it flushes.
    private static final long OUTPUT = 64 * KIBI;

    /// From half of its smallest region on, G1 gives an array whole regions: up to twice its size.
    private static final long HUMONGOUS = 512 * KIBI;

    private ConnectionMemory() {}

    /// Returns the most bytes, as [Limits#maxConnectionBytes] says.
    static long of(Limits limits, String service) {
        long line = limits.maxLine() + 2L;
        long input = line <= BUFFER ? BUFFER : arrayBytes(Math.max(OUTPUT, line));
        return switch (service) {
            case "echo", "count" -> BUFFER;
            case "line" -> input + arrayBytes(2 * line) + OUTPUT;
            case "kv" -> input + arrayBytes(line) + arrayBytes(Math.max(OUTPUT, line));
            case "hello" -> BUFFER + BUFFER + OUTPUT;
            case "chat" -> BUFFER + OUTPUT + limits.chat().connectionMemory();
            case "metrics-in" -> BUFFER + KIBI;
            case "dns" -> BUFFER + OUTPUT + DnsService.CONNECTION_BYTES;
            default -> 0;
        };
    }

    /// Returns what an array of so many bytes can take of the heap.
    static long arrayBytes(long length) {
        return length < HUMONGOUS ? length : 2 * length;
    }
}
