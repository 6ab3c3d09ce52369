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
        List<SocketAddr> servers,
        Duration timeout,
        int attempts,
        Duration first,
        boolean tcp,
        Optional<Tls> tls,
        boolean randomCase,
        int cacheEntries,
        long cacheBytes,
        int maxInFlight,
        RandomGenerator random,
        InstantSource clock) {
    /// TLS, and whose the server's certificate has to be: that of its address, if nothing is said.
    record Tls(TlsConnector connector, Optional<String> name) {}
}
