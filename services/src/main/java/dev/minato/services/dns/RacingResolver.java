package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.Resolver;
import java.nio.ByteBuffer;
import java.util.List;

/// A resolver that asks all its servers at once and takes the first good answer.
public final class RacingResolver implements Resolver, AutoCloseable {
    private final List<SocketAddr> servers;

    RacingResolver(RacingResolverBuilder settings) {
        this.servers = settings.servers();
    }

    /// Begins a resolver.
    public static RacingResolverBuilder builder() {
        return new RacingResolverBuilder();
    }

    /// Asks the servers that resolv.conf names.
    public static RacingResolver system() throws NetException {
        return builder().conf(ResolvConf.system()).build();
    }

    /// Answers from the cache, or by a race; a race that runs for the same question is shared.
    ///
    /// `TIMED_OUT` if no server answered, `CONNECTION_REFUSED` and the like if that is what the last one said;
    /// `DEADLINE_EXCEEDED`, `INTERRUPTED`, which leave the race to others that wait for it; `CLOSED`;
    /// `WOULD_BLOCK` if too many questions wait.
    public DnsAnswer ask(DnsQuestion question) throws NetException {
        return DnsMessages.read(question, answer(WireQuestion.of(question)));
    }

    /// Races for an answer in any case, past the cache, and says how it went. As [#ask].
    public DnsRace race(DnsQuestion question) throws NetException {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public List<SocketAddr> resolve(String host, int port) throws NetException, InterruptedException {
        throw new UnsupportedOperationException("to come");
    }

    /// What it has counted so far.
    public ResolverCounts counts() {
        throw new UnsupportedOperationException("to come");
    }

    /// The servers that it asks.
    public List<SocketAddr> servers() {
        return servers;
    }

    /// Answers as [#ask] does, in bytes: a message with the id 0, the flags of the winner's answer, the question as
    /// it is spelled here, and no OPT record; its TTLs are counted down. Also `SERVFAIL` and the like, if no server
    /// has a good answer. The caller owns it.
    byte[] answer(WireQuestion question) throws NetException {
        throw new UnsupportedOperationException("to come");
    }

    /// Writes the answer of the cache, as [#answer] gives it, to `output`; false if there is none, and nothing was
    /// written. The output needs room for 65,535 bytes, or the answer is not written, which is false, too.
    /// Allocates nothing.
    boolean fromCache(WireQuestion question, ByteBuffer output) {
        throw new UnsupportedOperationException("to come");
    }

    /// Ends all races, whose askers fail with `CLOSED`, as all later ones do. Closing again does nothing.
    @Override
    public void close() {
        throw new UnsupportedOperationException("to come");
    }
}
