package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.UdpHandler;
import dev.minato.services.exposition.MetricFamily;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/// The service `dns`: a forwarder with a cache, over UDP and TCP.
///
/// It asks all its servers at once and takes the first good answer ([RacingResolver]), for all who ask the
/// same at the same time. What it says no to, [QueryCheck] draws; a response is never answered, so that no
/// two servers talk to each other for ever.
///
/// An answer over UDP has at most 512 bytes, or as many as the asker's OPT record says, but no more than
/// 1,232; what is longer is cut, and the asker comes again over TCP. Over TCP queries are answered in any
/// order.
///
/// | bit | in the answer |
/// |---|---|
/// | DO | the asker's, and it is passed on: answers with and without the records of DNSSEC are kept apart |
/// | CD | the asker's, and it is not passed on |
/// | AD, AA | never set |
///
/// Safe for use by any thread.
public final class DnsService implements AutoCloseable {
    /// What answers that wait to be sent hold of one connection at most.
    public static final long CONNECTION_BYTES = (long) DnsConnections.OUTBOX * DnsForwarder.ROOM;

    /// What a query in progress holds at most, besides the stack of its task: the question, and the answer,
    /// as it came and as it leaves.
    public static final long QUERY_BYTES = 16 * 1024 + 2L * DnsForwarder.ROOM;

    /// The most bytes of a query over UDP that is looked at.
    public static final int MAX_QUERY = DnsConnections.MAX_QUERY;

    private final RacingResolver resolver;
    private final DnsForwarder forwarder;
    private final AtomicBoolean isDraining = new AtomicBoolean();

    /// A service that asks the servers of its settings.
    ///
    /// Fails as [ResolvConf#system] if the settings name no server.
    ///
    /// @param clock tells how old an answer is
    public DnsService(DnsSettings settings, InstantSource clock) throws NetException {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(clock, "clock");
        var builder = RacingResolver.builder()
                .timeout(settings.timeout())
                .cache(settings.cacheEntries(), settings.cacheBytes())
                .maxInFlight(settings.maxInProgress())
                .clock(clock);
        List<SocketAddr> upstreams =
                settings.upstreams().isEmpty() ? ResolvConf.system().servers() : settings.upstreams();
        upstreams.forEach(builder::server);
        resolver = builder.build();
        forwarder = new DnsForwarder(resolver, settings.maxInProgress());
    }

    /// Checks that it does not ask itself, at one of the addresses that it is bound to.
    ///
    /// `INVALID_INPUT` if it does: each query would come back to it until nothing is left to ask with.
    public void checkServers(List<SocketAddr> bound) throws NetException {
        for (SocketAddr server : resolver.servers()) {
            for (SocketAddr own : bound) {
                boolean isHere = own.ip().equals(server.ip())
                        || own.ip().isUnspecified()
                                && (server.ip().isLoopback() || server.ip().isUnspecified());
                if (isHere && own.port() == server.port()) {
                    throw NetException.of(ErrorKind.INVALID_INPUT, "serve dns", "it would ask itself: " + server);
                }
            }
        }
    }

    /// Returns a handler for the datagrams of one socket, in its receive loop.
    public UdpHandler datagrams() {
        return new DnsDatagrams(forwarder, isDraining);
    }

    /// Returns the handler of connections.
    public ConnectionHandler connections() {
        return new DnsConnections(forwarder);
    }

    /// Returns what it has counted.
    public List<MetricFamily> families() {
        return forwarder.families();
    }

    /// Takes no more datagrams; what was taken is still answered.
    public void stopDatagrams() {
        isDraining.set(true);
    }

    /// Waits until all queries are answered, for so long at most. An interrupt ends the wait; the flag
    /// stays set.
    public void awaitIdle(Duration timeout) {
        forwarder.awaitIdle(timeout);
    }

    /// Ends what is in progress; no query is answered any more.
    @Override
    public void close() {
        forwarder.close();
    }
}
