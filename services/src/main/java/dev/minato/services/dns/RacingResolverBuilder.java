package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import dev.minato.tls.TlsConnector;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The settings of a [RacingResolver] that is still to be made.
///
/// Each method changes this builder and returns it. For one thread.
public final class RacingResolverBuilder {
    private static final int DNS = 53;
    private static final int DNS_OVER_TLS = 853;

    /// Each question has a socket to each.
    private static final int MAX_SERVERS = 64;

    private final List<ResolverSettings.Server> servers = new ArrayList<>();
    private Duration timeout = Duration.ofSeconds(5);
    private int attempts = 4;
    private Duration first = Duration.ofMillis(400);
    private boolean tcp;
    private Optional<TlsConnector> tls = Optional.empty();
    private boolean randomCase;
    private int cacheEntries = 10_000;
    private long cacheBytes = 8 << 20;
    private int maxInFlight = 256;
    private RandomGenerator random = new SecureRandom();
    private InstantSource clock = InstantSource.system();

    RacingResolverBuilder() {}

    /// One more server. With [#tls], port 53 becomes 853, and its certificate has to be that of its address.
    public RacingResolverBuilder server(SocketAddr server) {
        return server(server, server.ip().toString());
    }

    /// One more server, whose certificate has to be that of `name`, a host name or an address, with [#tls].
    public RacingResolverBuilder server(SocketAddr server, String name) {
        servers.add(new ResolverSettings.Server(
                Objects.requireNonNull(server, "server"), Objects.requireNonNull(name, "name")));
        return this;
    }

    /// The servers of a resolv.conf, and as the timeout that of one attempt times the attempts.
    public RacingResolverBuilder conf(ResolvConf conf) {
        conf.servers().forEach(this::server);
        return timeout(conf.timeout().multipliedBy(conf.attempts()));
    }

    /// Bounds a question: its turn, all attempts, and the way over TCP. 5 s by default.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    public RacingResolverBuilder timeout(Duration timeout) {
        this.timeout = positive("timeout", timeout);
        return this;
    }

    /// How often a server is asked over UDP within the timeout, and how long the first attempt waits; each
    /// further one waits twice as long. 4 attempts and 400 ms by default.
    ///
    /// @throws IllegalArgumentException if `attempts` is not from 1 to 100, or `first` is not positive
    public RacingResolverBuilder retries(int attempts, Duration first) {
        this.attempts = within("attempts", 1, 100, attempts);
        this.first = positive("first", first);
        return this;
    }

    /// Asks over TLS only (RFC 7858), with these settings; names are not verified if they trust anybody.
    public RacingResolverBuilder tls(TlsConnector connector) {
        tls = Optional.of(Objects.requireNonNull(connector, "connector"));
        return this;
    }

    /// Asks over TCP only, pipelined on one connection to each server (RFC 7766).
    public RacingResolverBuilder tcp() {
        tcp = true;
        return this;
    }

    /// Spells each name in upper and lower case at random, and takes an answer only if its question is
    /// spelled alike: harder to forge. Off by default, since to a server that does not keep the spelling it
    /// is as if it were silent.
    public RacingResolverBuilder randomCase(boolean random) {
        randomCase = random;
        return this;
    }

    /// Bounds the cache by its answers and by the bytes that they take, about. 10,000 and 8 MiB by default;
    /// 0 answers for no cache.
    ///
    /// @throws IllegalArgumentException if one of them is negative
    public RacingResolverBuilder cache(int entries, long bytes) {
        cacheEntries = within("entries", 0, Integer.MAX_VALUE, entries);
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must be at least 0, not " + bytes);
        }
        cacheBytes = bytes;
        return this;
    }

    /// How many races run at once at most, each with a socket and 4 KiB for each server; 16 times as many wait
    /// for their turn, within their timeout, and more are refused. 256 by default.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 65,536
    public RacingResolverBuilder maxInFlight(int races) {
        maxInFlight = within("races", 1, 65_536, races);
        return this;
    }

    /// Where ids and spellings come from: a `SecureRandom` by default. It is used by many threads at once.
    public RacingResolverBuilder random(RandomGenerator random) {
        this.random = Objects.requireNonNull(random, "random");
        return this;
    }

    /// By which clock TTLs are counted down; the system's by default.
    public RacingResolverBuilder clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /// Makes the resolver, which sends nothing until it is asked.
    ///
    /// @throws IllegalStateException if there is no server, or more than 64
    public RacingResolver build() {
        if (servers.isEmpty() || servers.size() > MAX_SERVERS) {
            throw new IllegalStateException("1 to " + MAX_SERVERS + " servers are needed, not " + servers.size());
        }
        List<ResolverSettings.Server> asked = tls.isEmpty()
                ? List.copyOf(servers)
                : servers.stream().map(RacingResolverBuilder::overTls).toList();
        return new RacingResolver(new ResolverSettings(
                asked,
                timeout,
                attempts,
                first,
                tcp || tls.isPresent(),
                tls,
                randomCase,
                cacheEntries,
                cacheBytes,
                maxInFlight,
                random,
                clock));
    }

    private static ResolverSettings.Server overTls(ResolverSettings.Server server) {
        SocketAddr address = server.address();
        return address.port() == DNS
                ? new ResolverSettings.Server(address.withPort(DNS_OVER_TLS), server.name())
                : server;
    }

    private static int within(String name, int min, int max, int value) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be from " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    private static Duration positive(String name, Duration value) {
        Objects.requireNonNull(value, name);
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
        return value;
    }
}
