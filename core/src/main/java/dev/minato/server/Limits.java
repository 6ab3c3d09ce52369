package dev.minato.server;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// The limits of a server; [TcpServerBuilder] says what each is.
record Limits(
        int maxConnections,
        OptionalInt maxPerAddress,
        OptionalInt maxAcceptRate,
        Duration firstByteTimeout,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration writeTimeout,
        Optional<Duration> maxLifetime,
        int maxQueuedOutput) {
    /// With another idle timeout, which is the first-byte timeout's, too, if that was the same.
    Limits withIdleTimeout(Duration timeout) {
        Duration firstByte = firstByteTimeout.equals(idleTimeout) ? timeout : firstByteTimeout;
        return with(firstByte, requestTimeout, timeout, writeTimeout);
    }

    Limits withRequestTimeout(Duration timeout) {
        return with(firstByteTimeout, timeout, idleTimeout, writeTimeout);
    }

    Limits withWriteTimeout(Duration timeout) {
        return with(firstByteTimeout, requestTimeout, idleTimeout, timeout);
    }

    private Limits with(Duration firstByte, Duration request, Duration idle, Duration write) {
        return new Limits(
                maxConnections,
                maxPerAddress,
                maxAcceptRate,
                firstByte,
                request,
                idle,
                write,
                maxLifetime,
                maxQueuedOutput);
    }
}
