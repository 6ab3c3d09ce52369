package dev.minato.services.dns;

import dev.minato.address.HostPort;
import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Resolver;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// A resolver that asks all its servers at once and takes the first good answer.
///
/// ```
///  question ──▶ server A   ✗ silent: asked again after 400 ms, 800 ms, …
///           ──▶ server B   ✗ a stray: counted, passed over ── SERVFAIL: only if nobody has better
///           ──▶ server C   NOERROR: it wins; the others are cancelled
/// ```
///
/// **Good** is `NOERROR` or `NXDOMAIN`. Any other answer counts only once no server is left that may give a
/// good one.
///
/// **An answer** has the id and the question of what was asked, and comes from where that was sent; each
/// question to each server has a socket, and so a source port, of its own, and a random id (RFC 5452).
/// Whatever else comes is counted, and the wait goes on. An answer over UDP that was cut short is asked for
/// again over TCP, where questions are pipelined on one connection to each server (RFC 7766); [over
/// TLS][RacingResolverBuilder#tls] all are.
///
/// **The cache** keeps answers as long as their records say, negative ones as long as their SOA record says
/// (RFC 2308), within bounds. Those who ask the same question at the same time share one race, which goes on
/// if one of them leaves. Failures, and codes that are not good, are not kept.
///
/// **As Minato's resolver** it finds the addresses of names for `connect` and all else that looks names up:
///
/// ```java
/// try (RacingResolver names = RacingResolver.system()) {
///     Resolver.with(names, () -> serve());
/// }
/// ```
///
/// It asks for AAAA and A at the same time and gives the IPv6 addresses first. It does not look into the
/// hosts file, and tries no search list; `localhost` and names below it are the loopback addresses (RFC
/// 6761).
///
/// All methods may be called by any thread, and wait as any task does: a virtual thread is parked. Memory is
/// bounded by the cache's bounds and by the number of questions in flight.
public final class RacingResolver implements Resolver, AutoCloseable {
    private final List<SocketAddr> servers;
    private final Upstreams upstreams;
    private final AnswerCache cache;
    private final Flights flights;
    private final LongAdder questions = new LongAdder();
    private final LongAdder hits = new LongAdder();

    RacingResolver(ResolverSettings settings) {
        servers = settings.servers().stream()
                .map(ResolverSettings.Server::address)
                .toList();
        upstreams = new Upstreams(settings);
        cache = new AnswerCache(settings.cacheEntries(), settings.cacheBytes(), settings.clock());
        flights = new Flights(settings.timeout(), settings.maxInFlight(), this::raceAndKeep);
    }

    /// Begins a resolver.
    public static RacingResolverBuilder builder() {
        return new RacingResolverBuilder();
    }

    /// A resolver that asks the servers that resolv.conf names; fails as [ResolvConf#system].
    public static RacingResolver system() throws NetException {
        return builder().conf(ResolvConf.system()).build();
    }

    private RaceEnd raceAndKeep(WireQuestion question) throws NetException {
        RaceEnd end = upstreams.race(question);
        cache.put(question, end.answer());
        return end;
    }

    /// Answers from the cache, or by a race; a race that runs for the same question is shared. The answer
    /// may have any code, `SERVFAIL` included.
    ///
    /// `TIMED_OUT` if a server was silent and none answered, `CONNECTION_REFUSED` and the like if all failed
    /// so; `DEADLINE_EXCEEDED` and `INTERRUPTED`, which leave the race to others that wait for it; `CLOSED`;
    /// `WOULD_BLOCK` if too many questions wait.
    public DnsAnswer ask(DnsQuestion question) throws NetException {
        return begin(question).await();
    }

    /// Races for an answer in any case, past the cache, and says how it went. Fails as [#ask].
    public DnsRace race(DnsQuestion question) throws NetException {
        questions.increment();
        WireQuestion wire = WireQuestion.of(question);
        RaceEnd end = flights.alone(wire).await();
        DnsAnswer answer = DnsMessages.read(question, end.answer().copyFor(wire, 0));
        return new DnsRace(answer, end.winner(), end.elapsed(), end.servers());
    }

    /// Finds the addresses of a host; see the class. `HOST_NOT_FOUND` if the servers have no good answer;
    /// otherwise fails as [#ask].
    @Override
    public List<SocketAddr> resolve(String host, int port) throws NetException {
        Objects.requireNonNull(host, "host");
        if (isLocal(host)) {
            return List.of(SocketAddr.of(Ipv6Addr.LOCALHOST, port), SocketAddr.of(Ipv4Addr.LOCALHOST, port));
        }
        try {
            return new HostLookup(this::begin, new HostPort(host, port).host()).find(port);
        } catch (IllegalArgumentException e) {
            throw NetException.builder(ErrorKind.INVALID_INPUT, "resolve")
                    .address(host)
                    .detail(String.valueOf(e.getMessage()))
                    .cause(e)
                    .build();
        }
    }

    private static boolean isLocal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return bare.equals("localhost") || bare.endsWith(".localhost");
    }

    private HostLookup.Asked begin(DnsQuestion question) throws NetException {
        WireQuestion wire = WireQuestion.of(question);
        questions.increment();
        Optional<byte[]> known = cache.get(wire);
        if (known.isPresent()) {
            hits.increment();
            return () -> DnsMessages.read(question, known.get());
        }
        Flight flight = flights.join(wire);
        return () -> DnsMessages.read(question, flight.await().answer().copyFor(wire, 0));
    }

    /// What it has counted so far.
    public ResolverCounts counts() {
        return new ResolverCounts(
                questions.sum(),
                hits.sum(),
                flights.joined(),
                flights.races(),
                flights.failed(),
                upstreams.strays(),
                upstreams.overTcp(),
                cache.size(),
                cache.bytes());
    }

    /// The servers that it asks.
    public List<SocketAddr> servers() {
        return servers;
    }

    /// Answers as [#ask] does, in bytes: a message with the id 0, the flags of the winner's answer, the
    /// question as it is spelled here, and no OPT record; its TTLs are counted down. It has the code
    /// `SERVFAIL` or the like, if no server had a good answer. The caller owns it.
    byte[] answer(WireQuestion question) throws NetException {
        questions.increment();
        Optional<byte[]> known = cache.get(question);
        if (known.isPresent()) {
            hits.increment();
            return known.get();
        }
        return flights.join(question).await().answer().copyFor(question, 0);
    }

    /// Writes the answer of the cache, as [#answer] gives it, to `output`; false if there is none, or no
    /// room for it, and then nothing was written or counted. Allocates nothing.
    boolean fromCache(WireQuestion question, ByteBuffer output) {
        boolean found = cache.write(question, output);
        if (found) {
            questions.increment();
            hits.increment();
        }
        return found;
    }

    /// Ends all races, whose askers fail with `CLOSED`, as all later ones do; closes the connections.
    /// Closing again does nothing.
    @Override
    public void close() {
        flights.close();
        upstreams.close();
    }
}
