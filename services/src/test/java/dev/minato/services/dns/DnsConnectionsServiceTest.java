package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/// A connection to the service `dns` has many questions on their way, and each is answered when its answer is there.
@Timeout(60)
class DnsConnectionsServiceTest {
    private final DnsServed dns = new DnsServed();

    @AfterEach
    void close() throws Exception {
        dns.close();
    }

    @Test
    void answersOverTcpComeInAnyOrder() throws Exception {
        var asker = dns.asker(dns.serve(dns.upstream(this::answerAfter)));
        Message first = Asker.query("slow.example.test.");
        Message second = Asker.query("fast.example.test.");
        asker.sendTcp(first, second);
        assertThat(asker.receiveTcp().getHeader().getID())
                .isEqualTo(second.getHeader().getID());
        // The peer has said all, and still gets what it has asked for.
        asker.endTcp();
        dns.release.complete(null);
        assertThat(asker.receiveTcp().getHeader().getID())
                .isEqualTo(first.getHeader().getID());
        assertThat(asker.restTcp()).isEmpty();
    }

    /// The tenth query has to wait for one of the first eight, and the ninth is answered meanwhile.
    @Test
    void answerDoesNotWaitForAQueryBehindIt() throws Exception {
        var upstream = dns.upstream(this::answerAfter);
        var server = dns.serve(upstream);
        var asker = dns.asker(server);
        Message known = Asker.query("fast.example.test.");
        assertThat(DnsServed.records(asker.ask(known))).hasSize(1);
        Message[] queries = IntStream.range(0, 10)
                .mapToObj(i -> Asker.query("slow" + i + ".example.test."))
                .toArray(Message[]::new);
        queries[8] = known;
        asker.sendTcp(queries);
        assertThat(asker.receiveTcp().getHeader().getID())
                .isEqualTo(known.getHeader().getID());
        assertThat(DnsServed.records(asker.ask(Asker.query("fast2.example.test."))))
                .hasSize(1);
        assertThat(upstream.queries).extracting(FakeQuery::name).doesNotContain("slow9.example.test.");
        dns.release.complete(null);
        for (int i = 1; i < queries.length; i++) {
            assertThat(DnsServed.records(asker.receiveTcp())).hasSize(1);
        }
    }

    @Test
    void answersOfAPeerThatHasSaidAllDoNotWaitForEachOther() throws Exception {
        var asker = dns.asker(dns.serve(dns.upstream(this::answerAfter)));
        Message fast = Asker.query("fast.example.test.");
        asker.sendTcp(Asker.query("slow.example.test."), fast).endTcp();
        assertThat(asker.receiveTcp().getHeader().getID())
                .isEqualTo(fast.getHeader().getID());
        dns.release.complete(null);
        assertThat(DnsServed.records(asker.receiveTcp())).hasSize(1);
        assertThat(asker.restTcp()).isEmpty();
    }

    /// More than a connection may have in progress, and more than its outbox holds.
    @Test
    void longPipelineIsAnswered() throws Exception {
        var asker = dns.asker(dns.serve(dns.upstream(DnsServed::answer)));
        Message[] queries = IntStream.range(0, 200)
                .mapToObj(i -> Asker.query("n" + i + ".example.test."))
                .toArray(Message[]::new);
        asker.sendTcp(queries).endTcp();
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < queries.length; i++) {
            names.add(asker.receiveTcp().getQuestion().getName().toString());
        }
        assertThat(names).hasSameSizeAs(queries);
        assertThat(asker.restTcp()).isEmpty();
    }

    @Test
    void connectionThatSendsNoQueryEnds() throws Exception {
        var server = dns.serve(dns.upstream(DnsServed::answer));
        Message response = Asker.query("www.example.test.");
        response.getHeader().setFlag(Flags.QR);
        assertThat(dns.asker(server).sendTcp(response).restTcp()).isEmpty();
        var tooLong = dns.asker(server).sendTcp(new byte[] {(byte) 0xFF, (byte) 0xFF, 0, 0});
        assertThat(tooLong.restTcp()).isEmpty();
    }

    @Test
    void idleConnectionEnds() throws Exception {
        var limits = DnsServed.limits(dns.upstream(DnsServed::answer)).withIdleTimeout(Duration.ofMillis(500));
        var asker = dns.asker(dns.serve(limits));
        Message query = Asker.query("www.example.test.");
        assertThat(DnsServed.records(asker.ask(query))).hasSize(1);
        assertThat(DnsServed.records(asker.sendTcp(query).receiveTcp())).hasSize(1);
        assertThat(asker.restTcp()).isEmpty();
    }

    @Test
    void connectionIsAnsweredInADrain() throws Exception {
        var upstream = dns.upstream(query -> {
            dns.release.join();
            query.answer(DnsServed.RECORD);
        });
        var server = dns.serve(upstream);
        var asker = dns.asker(server).sendTcp(Asker.query("www.example.test."));
        upstream.next();
        var drained = CompletableFuture.supplyAsync(server::drain);
        dns.release.complete(null);
        assertThat(DnsServed.records(asker.receiveTcp())).containsExactly(DnsServed.RECORD);
        drained.join();
    }

    /// Answers a query for a name that begins with `slow` after the release, and any other at once.
    private void answerAfter(FakeQuery query) {
        if (query.name().startsWith("slow")) {
            dns.release.thenRunAsync(() -> answerQuietly(query));
        } else {
            answerQuietly(query);
        }
    }

    private static void answerQuietly(FakeQuery query) {
        try {
            DnsServed.answer(query);
        } catch (NetException e) {
            throw new AssertionError(e);
        }
    }
}
