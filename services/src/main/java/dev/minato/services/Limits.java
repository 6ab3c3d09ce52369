package dev.minato.services;

import java.time.Duration;
import java.util.Objects;

/// The limits of a server: connections, time, memory and answers.
///
/// @param maxConnections open connections of all TCP services together, at least 1; others wait in the
///     backlogs
/// @param idleTimeout how long a connection may wait for its peer to send, positive
/// @param requestTimeout how long a request (a line or a head) may take from its first byte to its last; also
///     a body that is dropped, and a line that is skipped; positive
/// @param writeTimeout how long a connection may wait for its peer to receive, positive
/// @param maxLine the longest line of `line` and `kv` in bytes, without its end, from 1 to [#MAX_LINE]
/// @param kvMaxBytes what `kv` stores at most, from 1 to [#maxOfKv]: the bytes of each key and of its value,
///     and 128 for the two together, which is about their overhead
/// @param maxAnswers datagrams of one peer (an address and a port) that a UDP service answers per second, at
///     least 1;
///     others get no answer, so that two servers do not answer each other for ever
/// @param drainTimeout how long connections may finish in a drain; zero for not at all
public record Limits(
        int maxConnections,
        Duration idleTimeout,
        Duration requestTimeout,
        Duration writeTimeout,
        int maxLine,
        long kvMaxBytes,
        int maxAnswers,
        Duration drainTimeout) {
    /// The maximum of [#maxLine]: 64 MiB.
    public static final int MAX_LINE = 64 * 1024 * 1024;

    private static final long BUFFER = 16 * 1024;

    /// The output that [dev.minato.framed.Framed] buffers before it flushes.
    private static final long OUTPUT = 64 * 1024;

    /// The defaults: 10,000 connections, 60 s idle, 10 s for a request, 30 s for a write, lines of 64 KiB,
    /// 256 MiB of values (but at most [#maxOfKv]), 1,000 answers per second and peer, and a drain timeout
    /// of 5 s.
    public static final Limits DEFAULT = new Limits(
            10_000,
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            64 * 1024,
            Math.min(256L * 1024 * 1024, maxOfKv()),
            1_000,
            Duration.ofSeconds(5));

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if one is out of its range, with a message that names it
    public Limits {
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        Objects.requireNonNull(requestTimeout, "requestTimeout");
        Objects.requireNonNull(writeTimeout, "writeTimeout");
        Objects.requireNonNull(drainTimeout, "drainTimeout");
        check(maxConnections >= 1, "max connections must be at least 1, not " + maxConnections);
        check(isPositive(idleTimeout), "idle timeout must be positive, not " + idleTimeout);
        check(isPositive(requestTimeout), "request timeout must be positive, not " + requestTimeout);
        check(isPositive(writeTimeout), "write timeout must be positive, not " + writeTimeout);
        check(maxLine >= 1 && maxLine <= MAX_LINE, "max line must be from 1 to " + MAX_LINE + " bytes, not " + maxLine);
        check(
                kvMaxBytes >= 1 && kvMaxBytes <= maxOfKv(),
                "kv max bytes must be from 1 to " + maxOfKv() + " (half the heap), not " + kvMaxBytes);
        check(maxAnswers >= 1, "max answers must be at least 1, not " + maxAnswers);
        check(!drainTimeout.isNegative(), "drain timeout must not be negative, as " + drainTimeout + " is");
    }

    /// Returns the maximum of [#kvMaxBytes]: half the heap, so that the other services have memory to go on
    /// with.
    public static long maxOfKv() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    /// Returns the most bytes that one connection of that service can make the server hold, besides its
    /// task's stack of about 8 KiB; 0 for a service that is unknown or not served over TCP. Not counted is
    /// what `kv` stores, which [#kvMaxBytes] bounds for all connections together.
    ///
    /// | service | input | one request | output |
    /// |---|---|---|---|
    /// | `echo`, `count` | 16 KiB | | |
    /// | `line` | a line, at least 16 KiB | its text, twice the line | 64 KiB |
    /// | `kv` | a line, at least 16 KiB | a value: a line, though it was overwritten since | 64 KiB or a line |
    /// | `hello` | 16 KiB | its fields, 16 KiB | 64 KiB |
    public long maxConnectionBytes(String service) {
        Objects.requireNonNull(service, "service");
        long line = maxLine + 2L;
        long input = Math.max(BUFFER, line);
        return switch (service) {
            case "echo", "count" -> BUFFER;
            case "line" -> input + 2 * line + OUTPUT;
            case "kv" -> input + line + Math.max(OUTPUT, line);
            case "hello" -> BUFFER + BUFFER + OUTPUT;
            default -> 0;
        };
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    // A record has no copy with one component changed (JEP 468), so each of these names all components.

    /// Returns these limits with another maximum of connections.
    public Limits withMaxConnections(int maxConnections) {
        return new Limits(
                maxConnections,
                idleTimeout,
                requestTimeout,
                writeTimeout,
                maxLine,
                kvMaxBytes,
                maxAnswers,
                drainTimeout);
    }

    /// Returns these limits with another idle timeout.
    public Limits withIdleTimeout(Duration idleTimeout) {
        return new Limits(
                maxConnections,
                idleTimeout,
                requestTimeout,
                writeTimeout,
                maxLine,
                kvMaxBytes,
                maxAnswers,
                drainTimeout);
    }

    /// Returns these limits with another request timeout.
    public Limits withRequestTimeout(Duration requestTimeout) {
        return new Limits(
                maxConnections,
                idleTimeout,
                requestTimeout,
                writeTimeout,
                maxLine,
                kvMaxBytes,
                maxAnswers,
                drainTimeout);
    }

    /// Returns these limits with another write timeout.
    public Limits withWriteTimeout(Duration writeTimeout) {
        return new Limits(
                maxConnections,
                idleTimeout,
                requestTimeout,
                writeTimeout,
                maxLine,
                kvMaxBytes,
                maxAnswers,
                drainTimeout);
    }

    /// Returns these limits with another maximum line.
    public Limits withMaxLine(int maxLine) {
        return new Limits(
                maxConnections,
                idleTimeout,
                requestTimeout,
                writeTimeout,
                maxLine,
                kvMaxBytes,
                maxAnswers,
                drainTimeout);
    }

    /// Returns these limits with another maximum of `kv`.
    public Limits withKvMaxBytes(long kvMaxBytes) {
        return new Limits(
                maxConnections,
                idleTimeout,
                requestTimeout,
                writeTimeout,
                maxLine,
                kvMaxBytes,
                maxAnswers,
                drainTimeout);
    }

    /// Returns these limits with another maximum of answers.
    public Limits withMaxAnswers(int maxAnswers) {
        return new Limits(
                maxConnections,
                idleTimeout,
                requestTimeout,
                writeTimeout,
                maxLine,
                kvMaxBytes,
                maxAnswers,
                drainTimeout);
    }

    /// Returns these limits with another drain timeout.
    public Limits withDrainTimeout(Duration drainTimeout) {
        return new Limits(
                maxConnections,
                idleTimeout,
                requestTimeout,
                writeTimeout,
                maxLine,
                kvMaxBytes,
                maxAnswers,
                drainTimeout);
    }
}
