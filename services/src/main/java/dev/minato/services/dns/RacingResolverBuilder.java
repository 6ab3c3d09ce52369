package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import dev.minato.tls.TlsConnector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// The settings of a [RacingResolver] that is still to be made.
///
/// Each method changes this builder and returns it. For one thread.
public final class RacingResolverBuilder {
    private final List<SocketAddr> servers = new ArrayList<>();

    RacingResolverBuilder() {}

    /// One more server.
    public RacingResolverBuilder server(SocketAddr server) {
        servers.add(Objects.requireNonNull(server, "server"));
        return this;
    }

    /// The servers, timeout and attempts of a resolv.conf.
    public RacingResolverBuilder conf(ResolvConf conf) {
        conf.servers().forEach(this::server);
        return this;
    }

    /// Bounds a question, all attempts and the way over TCP included. 5 s by default.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    public RacingResolverBuilder timeout(Duration timeout) {
        return this;
    }

    /// How often a silent server is asked within the timeout, and how long it is waited for at first; then twice as
    /// long each time. 4 attempts that wait 400, 800, 1,600 and 2,200 ms by default.
    ///
    /// @throws IllegalArgumentException if `attempts` is not from 1 to 100, or `first` is not positive
    public RacingResolverBuilder retries(int attempts, Duration first) {
        return this;
    }

    /// Asks over TLS only (RFC 7858), with these settings; the server's certificate must be that of `name`, unless the
    /// connector trusts anybody.
    public RacingResolverBuilder tls(TlsConnector connector, String name) {
        return this;
    }

    /// Asks over TCP only, pipelined on one connection to each server (RFC 7766).
    public RacingResolverBuilder tcp() {
        return this;
    }

    /// Spells each name in upper and lower case at random, and takes an answer only if its question is spelled alike:
    /// harder to forge. Off by default, since some servers do not keep the spelling.
    public RacingResolverBuilder randomCase(boolean random) {
        return this;
    }

    /// Bounds the cache by its answers and by the bytes that they take. 10,000 and 8 MiB by default; 0 answers for
    /// no cache.
    public RacingResolverBuilder cache(int entries, long bytes) {
        return this;
    }

    /// How many questions are in flight at most, each with a socket for each server; further ones wait. 256 by
    /// default.
    public RacingResolverBuilder maxInFlight(int questions) {
        return this;
    }

    /// Where ids and spellings come from; a `SecureRandom` by default. For tests.
    public RacingResolverBuilder random(RandomGenerator random) {
        return this;
    }

    /// By which clock TTLs are counted down; the system's by default. For tests.
    public RacingResolverBuilder clock(InstantSource clock) {
        return this;
    }

    /// Makes the resolver.
    ///
    /// @throws IllegalStateException if there is no server
    public RacingResolver build() {
        return new RacingResolver(this);
    }

    List<SocketAddr> servers() {
        return List.copyOf(servers);
    }
}
