package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import dev.minato.client.UdpAsk;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/// One server: asked over UDP, with a socket, a source port and an id of its own for each question; over TCP
/// if the answer is cut short, or from the start if the settings say so.
final class Upstream implements AutoCloseable {
    /// A server may send more than it was allowed.
    private static final int MAX_REPLY = 4096;

    private final SocketAddr server;
    private final boolean onlyTcp;
    private final boolean randomCase;
    private final RandomGenerator random;
    private final UdpAsk udp;
    private final TcpUpstream tcp;
    private final LongAdder overTcp = new LongAdder();
    private final LongAdder strays = new LongAdder();

    Upstream(ResolverSettings.Server server, ResolverSettings settings) {
        this.server = server.address();
        this.onlyTcp = settings.tcp();
        this.randomCase = settings.randomCase();
        this.random = settings.random();
        this.udp = UdpAsk.to(server.address())
                .attempts(settings.attempts())
                .backoff(settings.first(), longer(settings.first(), settings.timeout()))
                .timeout(settings.timeout())
                .maxReply(MAX_REPLY);
        this.tcp = new TcpUpstream(server, settings);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    SocketAddr server() {
        return server;
    }

    /// Returns the server's answer, whatever its code is. As [UdpAsk#ask] and [TcpUpstream#ask].
    ///
    /// @param tally keeps the times, and counts what came and did not match
    WireAnswer ask(WireQuestion question, Tally tally) throws NetException {
        try {
            if (onlyTcp) {
                tally.asked();
                return tcp.ask(question, tally);
            }
            WireAnswer answer = overUdp(question, true, tally);
            // A server that is older than EDNS does not understand the question (RFC 6891 section 6.2.2).
            return answer.code() == DnsCode.FORMERR ? overUdp(question, false, tally) : answer;
        } catch (NetException e) {
            tally.answered();
            throw e;
        } finally {
            strays.add(tally.strays());
        }
    }

    private WireAnswer overUdp(WireQuestion question, boolean edns, Tally tally) throws NetException {
        WireQuestion spelled = randomCase ? question.respelled(random) : question;
        int id = random.nextInt(1 << 16);
        var match = new AnswerMatch(id, spelled, randomCase, tally);
        var query = ByteBuffer.wrap(DnsMessages.query(id, spelled, edns));
        if (edns) {
            tally.asked();
        }
        ByteBuffer _ = udp.ask(query, match);
        Optional<WireAnswer> answer = match.answer();
        if (answer.isPresent()) {
            return answer.get();
        }
        overTcp.increment();
        return tcp.ask(question, tally);
    }

    long overTcp() {
        return overTcp.sum();
    }

    long strays() {
        return strays.sum() + tcp.strays();
    }

    @Override
    public void close() {
        tcp.close();
    }
}
