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
        var release = new CompletableFuture<Void>();
        var slow = dns.upstream(query -> {
            if (query.name().startsWith("slow")) {
                Thread.ofVirtual().start(() -> {
                    release.join();
                    answerQuietly(query);
                });
            } else {
                answerQuietly(query);
            }
        });
        var asker = dns.asker(dns.serve(slow));
        Message first = Asker.query("slow.example.test.");
        Message second = Asker.query("fast.example.test.");
        asker.sendTcp(first, second);
        assertThat(asker.receiveTcp().getHeader().getID())
                .isEqualTo(second.getHeader().getID());
        // The peer has said all, and still gets what it has asked for.
        asker.endTcp();
        release.complete(null);
        assertThat(asker.receiveTcp().getHeader().getID())
                .isEqualTo(first.getHeader().getID());
        assertThat(asker.restTcp()).isEmpty();
    }

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
        var release = new CompletableFuture<Void>();
        var upstream = dns.upstream(query -> {
            release.join();
            query.answer(DnsServed.RECORD);
        });
        var server = dns.serve(upstream);
        var asker = dns.asker(server).sendTcp(Asker.query("www.example.test."));
        upstream.next();
        var drained = CompletableFuture.supplyAsync(server::drain);
        release.complete(null);
        assertThat(DnsServed.records(asker.receiveTcp())).containsExactly(DnsServed.RECORD);
        drained.join();
    }

    private static void answerQuietly(FakeQuery query) {
        try {
            DnsServed.answer(query);
        } catch (NetException e) {
            throw new AssertionError(e);
        }
    }
}
