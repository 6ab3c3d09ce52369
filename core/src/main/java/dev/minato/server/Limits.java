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
        int maxQueuedOutput) {}
