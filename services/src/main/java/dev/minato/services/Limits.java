package dev.minato.services;

import java.time.Duration;

/// What bounds a server's connections, time, memory and answers.
///
/// @param maxConnections how many connections are served at once, over all TCP services together, at least 1;
///     more wait in the backlog
/// @param idleTimeout how long a connection may wait for its peer to send something, positive
/// @param requestTimeout how long a request, a line or a head, may take from its first byte to its last,
///     however they come; also a body that is dropped, and a line that is skipped; positive
/// @param writeTimeout how long a connection may wait for its peer to take something, positive
/// @param maxLine the longest line of `line` and `kv` in bytes, without its end, from 1 to 64 MiB
/// @param kvMaxBytes how much `kv` keeps, from 1 to [#mostOfKv]; [KeyValueService] says what counts
/// @param maxAnswers how many datagrams of one peer (an address and a port) a UDP service answers in a
///     second, at
///     least 1; those beyond get no answer, so that two servers do not answer each other for ever
/// @param grace how long connections may go on when a server drains; zero for not at all
public record Limits(
        int maxConnections,
        Duration idleTimeout,
        Duration requestTimeout,
        Duration writeTimeout,
        int maxLine,
        long kvMaxBytes,
        int maxAnswers,
        Duration grace) {
    /// The most that [#maxLine] can be: 64 MiB.
    public static final int LONGEST_LINE = 64 * 1024 * 1024;

    private static final long BUFFER = 16 * 1024;

    /// [dev.minato.framed.Framed] sends what is more.
    private static final long OUTPUT = 64 * 1024;

    /// 10,000 connections, 60 seconds idle, 10 seconds for a request, 30 seconds for a write, lines of 64 KiB, 256 MiB
    /// of values (but at most [#mostOfKv]), 1,000 answers a second to a peer, and 5 seconds of grace.
    public static final Limits DEFAULT = new Limits(
            10_000,
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            64 * 1024,
            Math.min(256L * 1024 * 1024, mostOfKv()),
            1_000,
            Duration.ofSeconds(5));

    /// @throws IllegalArgumentException with a sentence that names the limit, if one is out of its range
    public Limits {
        check(maxConnections >= 1, "connections at once: at least 1, not " + maxConnections);
        check(isPositive(idleTimeout), "idle timeout: more than 0, not " + idleTimeout);
        check(isPositive(requestTimeout), "request timeout: more than 0, not " + requestTimeout);
        check(isPositive(writeTimeout), "write timeout: more than 0, not " + writeTimeout);
        check(
                maxLine >= 1 && maxLine <= LONGEST_LINE,
                "longest line: from 1 to " + LONGEST_LINE + " bytes, not " + maxLine);
        check(
                kvMaxBytes >= 1 && kvMaxBytes <= mostOfKv(),
                "bytes that kv keeps: from 1 to " + mostOfKv() + ", half the heap, not " + kvMaxBytes);
        check(maxAnswers >= 1, "answers a second: at least 1, not " + maxAnswers);
        check(!grace.isNegative(), "grace: not less than 0, as " + grace + " is");
    }

    /// The most that `kv` can keep and leave the other services memory to go on with: half the heap.
    public static long mostOfKv() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    /// The most bytes that one connection of that service can make the server hold, besides its task's stack of about
    /// 8 KiB; for a name that is none of [Services#all], or not served over TCP, 0. What `kv` keeps is not in it:
    /// that is bounded for all connections together by [#kvMaxBytes].
    ///
    /// | service | input | of one request | output |
    /// |---|---|---|---|
    /// | `echo`, `count` | 16 KiB | | |
    /// | `line` | a line, at least 16 KiB | its text, twice the line | 64 KiB |
    /// | `kv` | a line, at least 16 KiB | a value: a line, though it was overwritten since | 64 KiB or a line |
    /// | `hello` | 16 KiB | its fields, 16 KiB | 64 KiB |
    public long maxConnectionBytes(String service) {
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

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /// These limits with another number of connections.
    public Limits withMaxConnections(int maxConnections) {
        return new Limits(
                maxConnections, idleTimeout, requestTimeout, writeTimeout, maxLine, kvMaxBytes, maxAnswers, grace);
    }

    /// These limits with another idle timeout.
    public Limits withIdleTimeout(Duration idleTimeout) {
        return new Limits(
                maxConnections, idleTimeout, requestTimeout, writeTimeout, maxLine, kvMaxBytes, maxAnswers, grace);
    }

    /// These limits with another time for a request.
    public Limits withRequestTimeout(Duration requestTimeout) {
        return new Limits(
                maxConnections, idleTimeout, requestTimeout, writeTimeout, maxLine, kvMaxBytes, maxAnswers, grace);
    }

    /// These limits with another write timeout.
    public Limits withWriteTimeout(Duration writeTimeout) {
        return new Limits(
                maxConnections, idleTimeout, requestTimeout, writeTimeout, maxLine, kvMaxBytes, maxAnswers, grace);
    }

    /// These limits with another longest line.
    public Limits withMaxLine(int maxLine) {
        return new Limits(
                maxConnections, idleTimeout, requestTimeout, writeTimeout, maxLine, kvMaxBytes, maxAnswers, grace);
    }

    /// These limits with another bound on what `kv` keeps.
    public Limits withKvMaxBytes(long kvMaxBytes) {
        return new Limits(
                maxConnections, idleTimeout, requestTimeout, writeTimeout, maxLine, kvMaxBytes, maxAnswers, grace);
    }

    /// These limits with another number of answers a second to one peer.
    public Limits withMaxAnswers(int maxAnswers) {
        return new Limits(
                maxConnections, idleTimeout, requestTimeout, writeTimeout, maxLine, kvMaxBytes, maxAnswers, grace);
    }

    /// These limits with another grace.
    public Limits withGrace(Duration grace) {
        return new Limits(
                maxConnections, idleTimeout, requestTimeout, writeTimeout, maxLine, kvMaxBytes, maxAnswers, grace);
    }
}
