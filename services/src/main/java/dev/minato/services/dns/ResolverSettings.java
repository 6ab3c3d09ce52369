package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import dev.minato.tls.TlsConnector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What a [RacingResolverBuilder] was told.
record ResolverSettings(
        List<Server> servers,
        Duration timeout,
        int attempts,
        Duration first,
        boolean tcp,
        Optional<TlsConnector> tls,
        boolean randomCase,
        int cacheEntries,
        long cacheBytes,
        int maxInFlight,
        RandomGenerator random,
        InstantSource clock) {
    /// A server.
    ///
    /// @param name whose its certificate has to be, over TLS
    record Server(SocketAddr address, String name) {}
}
