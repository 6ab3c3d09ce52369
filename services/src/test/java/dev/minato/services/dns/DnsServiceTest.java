package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.server.ServerObserver;
import dev.minato.services.Binding;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// The service `dns` answers what it knows, asks its server for what it does not, and says so if that fails.
@Timeout(60)
class DnsServiceTest {
    private static final String SOA = "example.test. 900 IN SOA ns. master. 1 2 3 4 60";

    private final DnsServed dns = new DnsServed();

    @AfterEach
    void close() throws Exception {
        dns.close();
    }

    @Test
    void cacheAnswersTheSecondTimeWithLessTimeToLive() throws Exception {
        var upstream = dns.upstream(query -> query.answer(DnsServed.RECORD));
        var server = dns.serve(upstream);
        var asker = dns.asker(server);
        Message first = asker.ask(Asker.query("www.example.test."));
        assertThat(DnsServed.records(first)).containsExactly(DnsServed.RECORD);
        dns.clock.pass(Duration.ofSeconds(100));
        Message query = Asker.query("WWW.example.TEST.");
        Message second = asker.ask(query);
        assertThat(second.getHeader().getID()).isEqualTo(query.getHeader().getID());
        assertThat(second.getQuestion()).hasToString(query.getQuestion().toString());
        assertThat(DnsServed.records(second)).containsExactly("WWW.example.TEST. 200 IN A 192.0.2.1");
        dns.clock.pass(Duration.ofSeconds(200));
        assertThat(DnsServed.records(asker.ask(query))).hasSize(1);
        assertThat(upstream.queries).hasSize(2);
        assertThat(DnsServed.queries(server, "hit")).isEqualTo(1);
        assertThat(DnsServed.queries(server, "forwarded")).isEqualTo(2);
    }

    @Test
    void answerHasTheFlagsOfAForwarder() throws Exception {
        var server = dns.serve(dns.upstream(query -> {
            Message answer = query.answer(0, DnsServed.RECORD);
            answer.getHeader().setFlag(Flags.AA);
            answer.getHeader().setFlag(Flags.AD);
            query.reply(answer.toWire());
        }));
        var asker = dns.asker(server);
        for (int i = 0; i < 2; i++) {
            Message query = Asker.query("www.example.test.");
            query.getHeader().setFlag(Flags.CD);
            assertThat(asker.ask(query).getHeader().printFlags().trim().split(" "))
                    .containsExactlyInAnyOrder("qr", "rd", "ra", "cd");
        }
    }

    @Test
    void thatThereIsNoneIsKnownToo() throws Exception {
        var upstream = dns.upstream(
                query -> query.reply(query.answer(Rcode.NXDOMAIN, SOA).toWire()));
        var asker = dns.asker(dns.serve(upstream));
        for (int i = 0; i < 3; i++) {
            Message answer = asker.ask(Asker.query("none.example.test."));
            assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(answer.getSection(Section.AUTHORITY)).hasSize(1);
        }
        assertThat(upstream.queries).hasSize(1);
    }

    @Test
    void answerWithRecordsOfDnssecIsKeptApart() throws Exception {
        var upstream = dns.upstream(query -> query.answer(DnsServed.RECORD));
        var asker = dns.asker(dns.serve(upstream));
        var plain = asker.ask(Asker.query("www.example.test.", Type.A, 4096, false));
        var secured = asker.ask(Asker.query("www.example.test.", Type.A, 4096, true));
        assertThat(plain.getOPT().getFlags()).isZero();
        assertThat(secured.getOPT().getFlags()).isEqualTo(0x8000);
        assertThat(upstream.next().message().getOPT().getFlags()).isZero();
        assertThat(upstream.next().message().getOPT().getFlags()).isEqualTo(0x8000);
        assertThat(asker.ask(Asker.query("www.example.test.")).getOPT()).isNull();
        assertThat(upstream.queries).isEmpty();
    }

    @Test
    void whoAskTheSameWaitForOneQuestion() throws Exception {
        var upstream = dns.upstream(query -> {
            dns.release.join();
            query.answer(DnsServed.RECORD);
        });
        var server = dns.serve(upstream);
        List<Asker> askers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            askers.add(dns.asker(server).send(Asker.query("www.example.test.")));
        }
        while (DnsServed.metric(server, "minato_dns_upstream_shared_total") < 4) {
            Thread.onSpinWait();
        }
        dns.release.complete(null);
        for (Asker each : askers) {
            assertThat(DnsServed.records(each.receive())).containsExactly(DnsServed.RECORD);
        }
        assertThat(upstream.queries).hasSize(1);
    }

    /// Neither a server's answer nor what is shorter than a header may be answered: what comes first is the
    /// answer to the query behind them.
    @Test
    void whatIsNoQueryGetsNoAnswer() throws Exception {
        var server = dns.serve(dns.upstream(query -> query.answer(DnsServed.RECORD)));
        var asker = dns.asker(server);
        Message response = Asker.query("www.example.test.");
        response.getHeader().setFlag(Flags.QR);
        asker.send(response).send(new byte[0]).send(new byte[11]);
        Message query = Asker.query("www.example.test.");
        assertThat(asker.ask(query).getHeader().getID())
                .isEqualTo(query.getHeader().getID());
        assertThat(DnsServed.queries(server, "response")).isEqualTo(1);
        assertThat(DnsServed.queries(server, "too_short")).isEqualTo(2);
    }

    @Test
    void serverThatIsSilentIsAFailureInTime() throws Exception {
        var upstream = dns.upstream(_ -> {});
        var settings = DnsServed.limits(upstream).dns().withTimeout(Duration.ofMillis(100));
        var server = dns.serve(DnsServed.LIMITS.withDns(settings));
        Message answer = dns.asker(server).ask(Asker.query("www.example.test.", Type.A, 1232, false));
        assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(answer.getQuestion().getName()).hasToString("www.example.test.");
        assertThat(answer.getOPT()).isNotNull();
        assertThat(DnsServed.queries(server, "failed")).isEqualTo(1);
    }

    @Test
    void tooManyInProgressAreRefusedAtOnce() throws Exception {
        var upstream = dns.upstream(query -> {
            dns.release.join();
            query.answer(DnsServed.RECORD.replace("www.example.test.", query.name()));
        });
        var server = dns.serve(
                DnsServed.LIMITS.withDns(DnsServed.limits(upstream).dns().withMaxInProgress(1)));
        var asker = dns.asker(server);
        Message first = Asker.query("a.example.test.");
        asker.send(first);
        upstream.next();
        Message refused = asker.ask(Asker.query("b.example.test."));
        assertThat(refused.getRcode()).isEqualTo(Rcode.SERVFAIL);
        dns.release.complete(null);
        assertThat(asker.receive().getHeader().getID())
                .isEqualTo(first.getHeader().getID());
        assertThat(DnsServed.queries(server, "overloaded")).isEqualTo(1);
        // The place is free again, soon after the answer.
        while (asker.ask(Asker.query("c.example.test.")).getRcode() != Rcode.NOERROR) {
            Thread.onSpinWait();
        }
    }

    /// What somebody else sends to the question's port, and what has another id or another question, is no
    /// answer.
    @Test
    void forgedAnswersAreCountedAndPassedOver() throws Exception {
        var upstream = dns.upstream(query -> {
            Message wrongId = query.answer(0, DnsServed.RECORD.replace("192.0.2.1", "192.0.2.66"));
            wrongId.getHeader().setID(query.id() ^ 1);
            query.reply(wrongId.toWire());
            Message wrongName = Asker.query("www.example.org.");
            wrongName.getHeader().setID(query.id());
            wrongName.getHeader().setFlag(Flags.QR);
            query.reply(wrongName.toWire());
            query.answer(DnsServed.RECORD);
        });
        var server = dns.serve(upstream);
        assertThat(DnsServed.records(dns.asker(server).ask(Asker.query("www.example.test."))))
                .containsExactly(DnsServed.RECORD);
        assertThat(DnsServed.metric(server, "minato_dns_upstream_strays_total")).isEqualTo(2);
    }

    @Test
    void onePeerGetsSoManyAnswersInASecond() throws Exception {
        var upstream = dns.upstream(query -> query.answer(DnsServed.RECORD));
        var server = dns.serve(DnsServed.limits(upstream).withMaxAnswers(5));
        var asker = dns.asker(server);
        for (int i = 0; i < 100; i++) {
            asker.send(Asker.query("www.example.test."));
        }
        while (server.unanswered() == 0) {
            Thread.onSpinWait();
        }
        assertThat(asker.receive().getRcode()).isEqualTo(Rcode.NOERROR);
    }

    /// What comes meanwhile is not answered any more.
    @Test
    void whatWasAskedIsAnsweredInADrain() throws Exception {
        var upstream = dns.upstream(query -> {
            dns.release.join();
            query.answer(DnsServed.RECORD);
        });
        var server = dns.serve(upstream);
        var asker = dns.asker(server).send(Asker.query("www.example.test."));
        upstream.next();
        var drained = CompletableFuture.supplyAsync(server::drain);
        while (accepts(server)) {
            Thread.onSpinWait();
        }
        Message refused = Asker.query("www.example.test.");
        refused.getHeader().unsetFlag(Flags.RD);
        for (long end = received(server) + 500; received(server) < end; ) {
            assertThat(drained).isNotDone();
            asker.send(refused);
        }
        dns.release.complete(null);
        assertThat(DnsServed.records(asker.receive())).containsExactly(DnsServed.RECORD);
        drained.join();
    }

    private static boolean accepts(Server server) throws Exception {
        try (var other = new Asker(server)) {
            other.connect();
            return true;
        } catch (IOException drains) {
            return false;
        }
    }

    private static long received(Server server) {
        return server.datagramCounts().get("dns").received();
    }

    @Test
    void itDoesNotAskItself() throws Exception {
        SocketAddr free;
        try (var gone = new FakeServer(_ -> {})) {
            free = gone.address();
        }
        for (String host : List.of("127.0.0.1", "0.0.0.0")) {
            var limits = DnsServed.LIMITS.withDns(DnsSettings.DEFAULT.withUpstreams(List.of(free)));
            var binding = new Binding("dns", Protocol.UDP, host + ":" + free.port());
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Server.open(List.of(binding), limits, ServerObserver.SILENT))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_INPUT))
                    .withMessageContaining("it would ask itself: " + free);
        }
    }
}
