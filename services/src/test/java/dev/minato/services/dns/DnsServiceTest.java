package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.server.ServerObserver;
import dev.minato.services.Binding;
import dev.minato.services.Limits;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import dev.minato.services.exposition.PrometheusText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
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
    private static final String RECORD = "www.example.test. 300 IN A 192.0.2.1";
    private static final Limits LIMITS = Limits.DEFAULT.withMaxConnections(100);
    private static final String SOA = "example.test. 900 IN SOA ns. master. 1 2 3 4 60";

    private final ManualClock clock = new ManualClock();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private FakeServer upstream(FakeServer.Behaviour behaviour) throws NetException {
        return opened(new FakeServer(behaviour));
    }

    private Server serve(Limits limits) throws NetException {
        var bindings = List.of(
                new Binding("dns", Protocol.UDP, "127.0.0.1:0"), new Binding("dns", Protocol.TCP, "127.0.0.1:0"));
        return opened(Server.open(bindings, limits, ServerObserver.SILENT, clock));
    }

    private static Limits limits(FakeServer upstream) {
        return LIMITS.withDns(DnsSettings.DEFAULT.withUpstreams(List.of(upstream.address())));
    }

    private Server serve(FakeServer upstream) throws NetException {
        return serve(limits(upstream));
    }

    private Asker asker(Server server) throws Exception {
        return opened(new Asker(server));
    }

    private static long metric(Server server, String line) {
        return PrometheusText.of(server.dnsMetrics())
                .lines()
                .filter(each -> each.startsWith(line + " "))
                .mapToLong(each -> Long.parseLong(each.substring(line.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static long queries(Server server, String result) {
        return metric(server, "minato_dns_queries_total{result=\"" + result + "\"}");
    }

    private static List<String> records(Message message) {
        return message.getSection(Section.ANSWER).stream()
                .map(each -> each.toString().replaceAll("\\s+", " "))
                .toList();
    }

    @Test
    void cacheAnswersTheSecondTimeWithLessTimeToLive() throws Exception {
        var upstream = upstream(query -> query.answer(RECORD));
        var server = serve(upstream);
        var asker = asker(server);
        Message first = asker.ask(Asker.query("www.example.test."));
        assertThat(records(first)).containsExactly(RECORD);
        clock.pass(Duration.ofSeconds(100));
        Message query = Asker.query("WWW.example.TEST.");
        Message second = asker.ask(query);
        assertThat(second.getHeader().getID()).isEqualTo(query.getHeader().getID());
        assertThat(second.getQuestion()).hasToString(query.getQuestion().toString());
        assertThat(records(second)).containsExactly("WWW.example.TEST. 200 IN A 192.0.2.1");
        clock.pass(Duration.ofSeconds(200));
        assertThat(records(asker.ask(query))).hasSize(1);
        assertThat(upstream.queries).hasSize(2);
        assertThat(queries(server, "hit")).isEqualTo(1);
        assertThat(queries(server, "forwarded")).isEqualTo(2);
    }

    @Test
    void answerHasTheFlagsOfAForwarder() throws Exception {
        var server = serve(upstream(query -> {
            Message answer = query.answer(0, RECORD);
            answer.getHeader().setFlag(Flags.AA);
            answer.getHeader().setFlag(Flags.AD);
            query.reply(answer.toWire());
        }));
        var asker = asker(server);
        for (int i = 0; i < 2; i++) {
            Message query = Asker.query("www.example.test.");
            query.getHeader().setFlag(Flags.CD);
            assertThat(asker.ask(query).getHeader().printFlags().trim().split(" "))
                    .containsExactlyInAnyOrder("qr", "rd", "ra", "cd");
        }
    }

    @Test
    void thatThereIsNoneIsKnownToo() throws Exception {
        var upstream =
                upstream(query -> query.reply(query.answer(Rcode.NXDOMAIN, SOA).toWire()));
        var asker = asker(serve(upstream));
        for (int i = 0; i < 3; i++) {
            Message answer = asker.ask(Asker.query("none.example.test."));
            assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(answer.getSection(Section.AUTHORITY)).hasSize(1);
        }
        assertThat(upstream.queries).hasSize(1);
    }

    @Test
    void answerWithRecordsOfDnssecIsKeptApart() throws Exception {
        var upstream = upstream(query -> query.answer(RECORD));
        var asker = asker(serve(upstream));
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
        var release = new CompletableFuture<Void>();
        var upstream = upstream(query -> {
            release.join();
            query.answer(RECORD);
        });
        var server = serve(upstream);
        List<Asker> askers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            askers.add(asker(server).send(Asker.query("www.example.test.")));
        }
        while (metric(server, "minato_dns_upstream_shared_total") < 4) {
            Thread.onSpinWait();
        }
        release.complete(null);
        for (Asker each : askers) {
            assertThat(records(each.receive())).containsExactly(RECORD);
        }
        assertThat(upstream.queries).hasSize(1);
    }

    /// Neither a server's answer nor what is shorter than a header may be answered: what comes first is the
    /// answer to the query behind them.
    @Test
    void whatIsNoQueryGetsNoAnswer() throws Exception {
        var server = serve(upstream(query -> query.answer(RECORD)));
        var asker = asker(server);
        Message response = Asker.query("www.example.test.");
        response.getHeader().setFlag(Flags.QR);
        asker.send(response).send(new byte[0]).send(new byte[11]);
        Message query = Asker.query("www.example.test.");
        assertThat(asker.ask(query).getHeader().getID())
                .isEqualTo(query.getHeader().getID());
        assertThat(queries(server, "response")).isEqualTo(1);
        assertThat(queries(server, "too_short")).isEqualTo(2);
    }

    @Test
    void serverThatIsSilentIsAFailureInTime() throws Exception {
        var upstream = upstream(_ -> {});
        var settings = limits(upstream).dns().withTimeout(Duration.ofMillis(100));
        var server = serve(LIMITS.withDns(settings));
        Message answer = asker(server).ask(Asker.query("www.example.test.", Type.A, 1232, false));
        assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(answer.getQuestion().getName()).hasToString("www.example.test.");
        assertThat(answer.getOPT()).isNotNull();
        assertThat(queries(server, "failed")).isEqualTo(1);
    }

    @Test
    void tooManyInProgressAreRefusedAtOnce() throws Exception {
        var release = new CompletableFuture<Void>();
        var upstream = upstream(query -> {
            release.join();
            query.answer(RECORD.replace("www.example.test.", query.name()));
        });
        var server = serve(LIMITS.withDns(limits(upstream).dns().withMaxInProgress(1)));
        var asker = asker(server);
        Message first = Asker.query("a.example.test.");
        asker.send(first);
        upstream.next();
        Message refused = asker.ask(Asker.query("b.example.test."));
        assertThat(refused.getRcode()).isEqualTo(Rcode.SERVFAIL);
        release.complete(null);
        assertThat(asker.receive().getHeader().getID())
                .isEqualTo(first.getHeader().getID());
        assertThat(queries(server, "overloaded")).isEqualTo(1);
        // The place is free again, soon after the answer.
        while (asker.ask(Asker.query("c.example.test.")).getRcode() != Rcode.NOERROR) {
            Thread.onSpinWait();
        }
    }

    /// What somebody else sends to the question's port, and what has another id or another question, is no
    /// answer.
    @Test
    void forgedAnswersAreCountedAndPassedOver() throws Exception {
        var upstream = upstream(query -> {
            Message wrongId = query.answer(0, RECORD.replace("192.0.2.1", "192.0.2.66"));
            wrongId.getHeader().setID(query.id() ^ 1);
            query.reply(wrongId.toWire());
            Message wrongName = Asker.query("www.example.org.");
            wrongName.getHeader().setID(query.id());
            wrongName.getHeader().setFlag(Flags.QR);
            query.reply(wrongName.toWire());
            query.answer(RECORD);
        });
        var server = serve(upstream);
        assertThat(records(asker(server).ask(Asker.query("www.example.test.")))).containsExactly(RECORD);
        assertThat(metric(server, "minato_dns_upstream_strays_total")).isEqualTo(2);
    }

    @Test
    void onePeerGetsSoManyAnswersInASecond() throws Exception {
        var upstream = upstream(query -> query.answer(RECORD));
        var server = serve(limits(upstream).withMaxAnswers(5));
        var asker = asker(server);
        for (int i = 0; i < 100; i++) {
            asker.send(Asker.query("www.example.test."));
        }
        while (server.unanswered() == 0) {
            Thread.onSpinWait();
        }
        assertThat(asker.receive().getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void answersOverTcpComeInAnyOrder() throws Exception {
        var release = new CompletableFuture<Void>();
        var slow = upstream(query -> {
            if (query.name().startsWith("slow")) {
                Thread.ofVirtual().start(() -> {
                    release.join();
                    answerQuietly(query);
                });
            } else {
                answerQuietly(query);
            }
        });
        var asker = asker(serve(slow));
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

    private static void answerQuietly(FakeQuery query) {
        try {
            query.answer(RECORD.replace("www.example.test.", query.name()));
        } catch (NetException e) {
            throw new AssertionError(e);
        }
    }

    /// More than a connection may have in progress, and more than its outbox holds.
    @Test
    void longPipelineIsAnswered() throws Exception {
        var asker = asker(serve(upstream(DnsServiceTest::answerQuietly)));
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
        var server = serve(upstream(DnsServiceTest::answerQuietly));
        Message response = Asker.query("www.example.test.");
        response.getHeader().setFlag(Flags.QR);
        assertThat(asker(server).sendTcp(response).restTcp()).isEmpty();
        var tooLong = asker(server).sendTcp(new byte[] {(byte) 0xFF, (byte) 0xFF, 0, 0});
        assertThat(tooLong.restTcp()).isEmpty();
    }

    @Test
    void idleConnectionEnds() throws Exception {
        var limits = limits(upstream(DnsServiceTest::answerQuietly)).withIdleTimeout(Duration.ofMillis(500));
        var asker = asker(serve(limits));
        Message query = Asker.query("www.example.test.");
        assertThat(records(asker.ask(query))).hasSize(1);
        assertThat(records(asker.sendTcp(query).receiveTcp())).hasSize(1);
        assertThat(asker.restTcp()).isEmpty();
    }

    @Test
    void whatWasAskedIsAnsweredInADrain() throws Exception {
        var release = new CompletableFuture<Void>();
        var upstream = upstream(query -> {
            release.join();
            query.answer(RECORD);
        });
        var server = serve(upstream);
        var asker = asker(server).send(Asker.query("www.example.test."));
        upstream.next();
        var drained = CompletableFuture.supplyAsync(server::drain);
        while (accepts(server)) {
            Thread.onSpinWait();
        }
        release.complete(null);
        assertThat(records(asker.receive())).containsExactly(RECORD);
        drained.join();
    }

    private static boolean accepts(Server server) throws Exception {
        try (var other = new Asker(server)) {
            other.sendTcp(Asker.query("other.example.test."));
            return true;
        } catch (IOException drains) {
            return false;
        }
    }

    @Test
    void connectionIsAnsweredInADrain() throws Exception {
        var release = new CompletableFuture<Void>();
        var upstream = upstream(query -> {
            release.join();
            query.answer(RECORD);
        });
        var server = serve(upstream);
        var asker = asker(server).sendTcp(Asker.query("www.example.test."));
        upstream.next();
        var drained = CompletableFuture.supplyAsync(server::drain);
        release.complete(null);
        assertThat(records(asker.receiveTcp())).containsExactly(RECORD);
        drained.join();
    }

    @Test
    void itDoesNotAskItself() throws Exception {
        SocketAddr free = opened(new FakeServer(_ -> {})).address();
        open.removeLast().close();
        for (String host : List.of("127.0.0.1", "0.0.0.0")) {
            var limits = LIMITS.withDns(DnsSettings.DEFAULT.withUpstreams(List.of(free)));
            var binding = new Binding("dns", Protocol.UDP, host + ":" + free.port());
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Server.open(List.of(binding), limits, ServerObserver.SILENT))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_INPUT))
                    .withMessageContaining("it would ask itself: " + free);
        }
    }
}
