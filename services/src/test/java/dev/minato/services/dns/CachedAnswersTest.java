package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.OneShot;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers are kept as long as they hold, and asked for once by all who want them.
class CachedAnswersTest {
    private static final DnsQuestion QUESTION = question("www.example.test");
    private static final String RECORD = "www.example.test. 300 IN A 192.0.2.1";
    private static final String SOA = "example.test. 900 IN SOA ns.example.test. mail.example.test. 1 2 3 4 60";

    private final ManualClock clock = new ManualClock();

    private static DnsQuestion question(String name) {
        return new DnsQuestion(name, DnsType.A);
    }

    private RacingResolverBuilder resolver(FakeServer server) {
        return RacingResolver.builder().server(server.address()).clock(clock).timeout(Duration.ofSeconds(20));
    }

    @Test
    void timeToLiveIsCountedDownUntilTheAnswerIsGone() throws NetException {
        try (var server = new FakeServer(query -> query.answer(RECORD));
                RacingResolver resolver = resolver(server).build()) {
            assertThat(ttl(resolver)).isEqualTo(300);
            clock.pass(Duration.ofSeconds(100));
            assertThat(ttl(resolver)).isEqualTo(200);
            clock.pass(Duration.ofMillis(199_999));
            assertThat(ttl(resolver)).isEqualTo(1);
            assertThat(server.queries).hasSize(1);
            clock.pass(Duration.ofMillis(1));
            assertThat(ttl(resolver)).isEqualTo(300);
            assertThat(server.queries).hasSize(2);
            assertThat(resolver.counts().hits()).isEqualTo(2);
        }
    }

    private static long ttl(RacingResolver resolver) throws NetException {
        return resolver.ask(QUESTION).records().getFirst().ttl();
    }

    @Test
    void theShortestRecordCounts() throws NetException {
        try (var server = new FakeServer(query -> query.answer(
                        "www.example.test. 600 IN CNAME a.example.test.", "a.example.test. 10 IN A 192.0.2.1"));
                RacingResolver resolver = resolver(server).build()) {
            assertThat(ttl(resolver)).isEqualTo(600);
            clock.pass(Duration.ofSeconds(9));
            assertThat(resolver.ask(QUESTION).records())
                    .extracting(DnsRecord::ttl)
                    .containsExactly(591L, 1L);
            clock.pass(Duration.ofSeconds(1));
            assertThat(ttl(resolver)).isEqualTo(600);
        }
    }

    @Test
    void upperAndLowerCaseAreOneName() throws NetException {
        try (var server = new FakeServer(query -> query.answer(RECORD));
                RacingResolver resolver = resolver(server).build()) {
            assertThat(ttl(resolver)).isEqualTo(300);
            DnsAnswer answer = resolver.ask(question("WWW.example.TEST"));
            assertThat(answer.records().getFirst().name()).isEqualTo("WWW.example.TEST.");
            assertThat(answer.question().name()).isEqualTo("WWW.example.TEST.");
            assertThat(server.queries).hasSize(1);
            DnsAnswer _ = resolver.ask(new DnsQuestion("www.example.test", DnsType.AAAA));
            assertThat(server.queries).hasSize(2);
        }
    }

    /// RFC 2308: by the lesser of the SOA record's own time and its last number; without one not at all.
    @ParameterizedTest
    @CsvSource({"NXDOMAIN,3", "NOERROR,0"})
    void negativeAnswersAreKeptAsTheirZoneSays(DnsCode code, int number) throws NetException {
        try (var server = new FakeServer(
                        query -> query.reply(query.answer(number, SOA).toWire()));
                RacingResolver resolver = resolver(server).build()) {
            assertThat(resolver.ask(QUESTION).code()).isEqualTo(code);
            clock.pass(Duration.ofSeconds(59));
            assertThat(resolver.ask(QUESTION).authority().getFirst().ttl()).isEqualTo(900 - 59);
            assertThat(server.queries).hasSize(1);
            clock.pass(Duration.ofSeconds(1));
            assertThat(resolver.ask(QUESTION).code()).isEqualTo(code);
            assertThat(server.queries).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"NXDOMAIN,3", "NOERROR,0", "SERVFAIL,2", "REFUSED,5"})
    void whatSaysNoTimeIsNotKept(DnsCode code, int number) throws NetException {
        try (var server = new FakeServer(query -> query.code(number));
                RacingResolver resolver = resolver(server).build()) {
            assertThat(resolver.ask(QUESTION).code()).isEqualTo(code);
            assertThat(resolver.ask(QUESTION).code()).isEqualTo(code);
            assertThat(server.queries).hasSize(2);
            assertThat(resolver.counts().cachedEntries()).isZero();
        }
    }

    /// RFC 2181 section 8, RFC 1035 section 3.2.1.
    @ParameterizedTest
    @CsvSource({"0", "2147483648", "4294967295"})
    void aTimeOfZeroOrFarBeyondIsNotKept(String ttl) throws NetException {
        try (var server = new FakeServer(query -> {
                    byte[] answer = query.answer(0, RECORD).toWire();
                    ByteBuffer.wrap(answer).putInt(answer.length - 10, Integer.parseUnsignedInt(ttl));
                    query.reply(answer);
                });
                RacingResolver resolver = resolver(server).build()) {
            DnsAnswer _ = resolver.ask(QUESTION);
            DnsAnswer _ = resolver.ask(QUESTION);
            assertThat(server.queries).hasSize(2);
        }
    }

    @Test
    void aClockThatIsSetBackEndsTheAnswer() throws NetException {
        try (var server = new FakeServer(query -> query.answer(RECORD));
                RacingResolver resolver = resolver(server).build()) {
            assertThat(ttl(resolver)).isEqualTo(300);
            clock.pass(Duration.ofSeconds(-1));
            assertThat(ttl(resolver)).isEqualTo(300);
            assertThat(server.queries).hasSize(2);
        }
    }

    @Test
    void whatWasNotUsedLongestMakesRoom() throws NetException {
        try (var server = new FakeServer(query -> query.answer(query.name() + " 300 IN A 192.0.2.1"));
                RacingResolver resolver = resolver(server).cache(3, 1 << 20).build()) {
            for (String name : List.of("a.test", "b.test", "c.test", "a.test", "d.test")) {
                DnsAnswer _ = resolver.ask(question(name));
            }
            assertThat(resolver.counts().cachedEntries()).isEqualTo(3);
            server.queries.clear();
            for (String name : List.of("d.test", "c.test", "a.test")) {
                DnsAnswer _ = resolver.ask(question(name));
            }
            assertThat(server.queries).isEmpty();
            DnsAnswer _ = resolver.ask(question("b.test"));
            assertThat(server.queries).hasSize(1);
        }
    }

    @Test
    void bytesAreBounded() throws NetException {
        String text = "\"" + "x".repeat(250) + "\"";
        try (var server = new FakeServer(query -> query.answer(query.name() + " 300 IN TXT " + text));
                RacingResolver resolver = resolver(server).cache(1000, 10_000).build()) {
            for (int i = 0; i < 100; i++) {
                DnsAnswer _ = resolver.ask(new DnsQuestion(i + ".test", DnsType.TXT));
                assertThat(resolver.counts().cachedBytes()).isLessThanOrEqualTo(10_000);
            }
            assertThat(resolver.counts().cachedEntries()).isBetween(10, 30);
        }
        try (var server = new FakeServer(query -> query.answer(query.name() + " 300 IN TXT " + text));
                RacingResolver resolver = resolver(server).cache(1000, 100).build()) {
            DnsAnswer _ = resolver.ask(new DnsQuestion("x.test", DnsType.TXT));
            assertThat(resolver.counts().cachedEntries()).isZero();
        }
    }

    @Test
    void aRacePassesTheCacheAndFillsIt() throws NetException {
        try (var server = new FakeServer(query -> query.answer(RECORD));
                RacingResolver resolver = resolver(server).build()) {
            DnsRace _ = resolver.race(QUESTION);
            long bytes = resolver.counts().cachedBytes();
            DnsRace _ = resolver.race(QUESTION);
            assertThat(server.queries).hasSize(2);
            assertThat(ttl(resolver)).isEqualTo(300);
            assertThat(server.queries).hasSize(2);
            assertThat(resolver.counts().cachedBytes()).isEqualTo(bytes).isPositive();
        }
    }

    /// One race for all; whoever leaves it, by a deadline or a cancel, leaves it to the others.
    @Test
    void equalQuestionsShareOneRace() throws NetException, InterruptedException, ExecutionException {
        var go = new OneShot<Boolean>();
        try (var server = new FakeServer(query -> {
                    try {
                        boolean _ = go.receive();
                    } catch (InterruptedException e) {
                        return;
                    }
                    query.answer(RECORD);
                });
                RacingResolver resolver = resolver(server).build()) {
            Task<ErrorKind> hasty = Tasks.spawn(() -> catchThrowableOfType(
                            NetException.class,
                            () -> Tasks.withDeadline(Duration.ofMillis(1), () -> resolver.ask(QUESTION)))
                    .kind());
            FakeQuery _ = server.next();
            assertThat(hasty.join()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
            var patient = new ArrayList<Task<DnsAnswer>>();
            for (int i = 0; i < 10; i++) {
                patient.add(Tasks.spawn(() -> resolver.ask(QUESTION)));
            }
            Task<DnsAnswer> cancelled = patient.removeFirst();
            while (resolver.counts().shared() < 10) {
                Thread.onSpinWait();
            }
            cancelled.cancel();
            ExecutionException gone = catchThrowableOfType(ExecutionException.class, cancelled::join);
            assertThat(((NetException) gone.getCause()).kind()).isEqualTo(ErrorKind.INTERRUPTED);
            assertThat(go.send(true)).isTrue();
            for (Task<DnsAnswer> task : patient) {
                assertThat(task.join().data()).containsExactly("192.0.2.1");
            }
            assertThat(server.queries).isEmpty();
            assertThat(resolver.counts().races()).isEqualTo(1);
        }
    }

    /// As many race as may, 16 times as many wait for their turn, and the next is refused.
    @Test
    @SuppressWarnings("try") // the close in the middle ends what waits
    void racesAreBounded() throws NetException, InterruptedException {
        try (var server = new FakeServer(_ -> {});
                RacingResolver resolver = resolver(server).maxInFlight(2).build()) {
            var asking = new ArrayList<Task<?>>();
            for (int i = 0; i < 34; i++) {
                DnsQuestion each = question(i + ".test");
                asking.add(Tasks.spawn(() -> catchThrowableOfType(NetException.class, () -> resolver.ask(each))));
            }
            while (resolver.counts().races() < 34) {
                Thread.onSpinWait();
            }
            FakeQuery _ = server.next();
            FakeQuery _ = server.next();
            NetException refused = catchThrowableOfType(NetException.class, () -> resolver.ask(question("more.test")));
            assertThat(refused.kind()).isEqualTo(ErrorKind.WOULD_BLOCK);
            assertThat(server.queries).isEmpty();
            resolver.close();
            asking.forEach(task -> assertThat(catchThrowableOfType(Throwable.class, task::join))
                    .isNull());
        }
    }

    /// What the cache gives, in bytes, as a server of names passes it on.
    @Test
    void anAnswerInBytesIsSpelledAsTheAskerDoes() throws NetException {
        try (var server = new FakeServer(query -> query.answer(RECORD));
                RacingResolver resolver = resolver(server).build()) {
            WireQuestion question = WireQuestion.of(question("wWw.example.test"));
            var output = ByteBuffer.allocate(600).position(7);
            assertThat(resolver.fromCache(question, output)).isFalse();
            byte[] answer = resolver.answer(question);
            clock.pass(Duration.ofSeconds(3));
            assertThat(resolver.fromCache(question, output)).isTrue();
            assertThat(output.position()).isEqualTo(7 + answer.length);
            ByteBuffer.wrap(answer).putInt(answer.length - 10, 297);
            assertThat(output.flip().position(7)).isEqualTo(ByteBuffer.wrap(answer));
            assertThat(WireQuestion.read(ByteBuffer.wrap(answer), false))
                    .hasValueSatisfying(read -> assertThat(read.name()).isEqualTo(question.name()));
            assertThat(resolver.fromCache(question, ByteBuffer.allocate(answer.length - 1)))
                    .isFalse();
        }
    }
}
