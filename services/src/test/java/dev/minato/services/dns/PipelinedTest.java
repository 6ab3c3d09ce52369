package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;

/// Many questions on one connection, answered in any order (RFC 7766).
class PipelinedTest {
    private static final int QUESTIONS = 100;

    private static RacingResolver overTcp(FakeServer server) {
        return RacingResolver.builder()
                .server(server.address())
                .tcp()
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static String record(FakeQuery query) {
        int number = Integer.parseInt(query.name().substring(0, query.name().indexOf('.')));
        return query.name() + " 300 IN A 192.0.2." + number;
    }

    private static List<Task<DnsAnswer>> askAll(RacingResolver resolver) {
        var asking = new ArrayList<Task<DnsAnswer>>();
        for (int i = 0; i < QUESTIONS; i++) {
            var question = new DnsQuestion(i + ".test", DnsType.A);
            asking.add(Tasks.spawn(() -> resolver.ask(question)));
        }
        return asking;
    }

    private static void assertRight(List<Task<DnsAnswer>> asking)
            throws NetException, InterruptedException, ExecutionException {
        for (int i = 0; i < QUESTIONS; i++) {
            assertThat(asking.get(i).join().data()).containsExactly("192.0.2." + i);
        }
    }

    /// The server answers once it has all questions, in an order of its own.
    @Test
    void answersComeInAnyOrderOnOneConnection() throws NetException, InterruptedException, ExecutionException {
        var waiting = new ArrayList<FakeQuery>();
        try (var server = new FakeServer(query -> {
                    waiting.add(query);
                    if (waiting.size() == QUESTIONS) {
                        Collections.shuffle(waiting, new Random(1));
                        for (FakeQuery each : waiting) {
                            each.answer(record(each));
                        }
                    }
                });
                RacingResolver resolver = overTcp(server)) {
            assertRight(askAll(resolver));
            assertThat(server.connections).hasValue(1);
        }
    }

    /// The id alone, or the question alone, makes no answer.
    @Test
    void whatAnswersNoQuestionIsPassedOver() throws NetException {
        try (var server = new FakeServer(query -> {
                    Message lie = query.answer(0, query.name() + " 300 IN A 192.0.2.66");
                    lie.getHeader().setID(query.id() ^ 1);
                    query.reply(lie.toWire());
                    byte[] other = query.answer(0, query.name() + " 300 IN A 192.0.2.66")
                            .toWire();
                    other[WireQuestion.OFFSET + 1] = '7';
                    query.reply(other);
                    query.reply(query.bytes());
                    query.reply(new byte[3]);
                    query.answer(record(query));
                });
                RacingResolver resolver = overTcp(server)) {
            assertThat(resolver.ask(new DnsQuestion("1.test", DnsType.A)).data())
                    .containsExactly("192.0.2.1");
            assertThat(resolver.counts().strays()).isEqualTo(4);
        }
    }

    /// Which a server may do at any time (RFC 7766 section 6.2.4).
    @Test
    void aConnectionThatEndsBeforeTheAnswerIsMadeAgain() throws NetException {
        var asked = new AtomicInteger();
        try (var server = new FakeServer(query -> {
                    if (asked.incrementAndGet() == 1) {
                        throw NetException.of(ErrorKind.CLOSED, "test");
                    }
                    query.answer(record(query));
                });
                RacingResolver resolver = overTcp(server)) {
            assertThat(resolver.ask(new DnsQuestion("1.test", DnsType.A)).data())
                    .containsExactly("192.0.2.1");
            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void anAnswerThatCannotBeReadIsAFailure() throws NetException {
        try (var server = new FakeServer(query -> {
                    byte[] answer = query.answer(0, record(query)).toWire();
                    query.reply(java.util.Arrays.copyOf(answer, answer.length - 1));
                });
                RacingResolver resolver = overTcp(server)) {
            NetException failure =
                    catchThrowableOfType(NetException.class, () -> resolver.ask(new DnsQuestion("1.test", DnsType.A)));
            assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_DATA);
        }
    }

    /// 60,000 bytes: forty datagrams' worth.
    @Test
    void aLongAnswerComesWhole() throws NetException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 240; i++) {
            lines.add("long.test. 300 IN TXT \"" + i + " " + "x".repeat(235) + "\"");
        }
        try (var server = new FakeServer(query -> {
                    if (query.tcp()) {
                        query.answer(lines.toArray(new String[0]));
                    } else {
                        query.reply(query.truncated());
                    }
                });
                RacingResolver resolver =
                        RacingResolver.builder().server(server.address()).build()) {
            DnsAnswer answer = resolver.ask(new DnsQuestion("long.test", DnsType.TXT));
            assertThat(answer.data()).hasSize(240).allMatch(text -> text.endsWith("x\""));
        }
    }
}
