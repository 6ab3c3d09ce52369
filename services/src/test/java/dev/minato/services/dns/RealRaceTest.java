package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;

/// With one name server that is well, its answers come, whatever the others do: one is dead, one was
/// stopped and keeps silent, one lies, one cuts all its answers short and takes no connection.
@Timeout(120)
class RealRaceTest {
    private static final List<DnsQuestion> QUESTIONS = Zones.questions().subList(0, 120);
    private static final String LIE = " 300 IN A 192.0.2.250";

    @TempDir
    Path folder;

    /// Answers what was not asked, with the right id, and what was asked, with another id.
    private static FakeServer liar() throws Exception {
        return new FakeServer(query -> {
            Message otherName = Asker.query("liar.test.");
            otherName.getHeader().setID(query.id());
            otherName.getHeader().setFlag(org.xbill.DNS.Flags.QR);
            query.reply(otherName.toWire());
            Message otherId = query.answer(0, query.name() + LIE);
            otherId.getHeader().setID(query.id() + 1 & 0xFFFF);
            query.reply(otherId.toWire());
        });
    }

    private static List<Dig.Answer> ask(RacingResolver resolver) throws Exception {
        List<Dig.Answer> answers = new ArrayList<>();
        for (DnsQuestion question : QUESTIONS) {
            answers.add(Dig.of(resolver.ask(question)));
        }
        return answers;
    }

    @Test
    void rightAnswerComes() throws Exception {
        Zones.write(folder);
        SocketAddr dead;
        try (var gone = new FakeServer(_ -> {})) {
            dead = gone.address();
        }
        try (var liar = liar();
                var cutting = new FakeServer(query -> {
                    if (!query.tcp()) {
                        query.reply(query.truncated());
                    }
                });
                var stopped = NameServer.unbound(folder);
                var healthy = NameServer.knot(folder)) {
            stopped.signal("STOP");
            try (var resolver = RacingResolver.builder()
                    .server(dead)
                    .server(stopped.address())
                    .server(liar.address())
                    .server(cutting.address())
                    .server(healthy.address())
                    .timeout(Duration.ofSeconds(60))
                    .build()) {
                assertThat(ask(resolver)).isEqualTo(Dig.dig(healthy.address(), QUESTIONS));
                assertThat(resolver.counts().failed()).isZero();
                assertThat(resolver.counts().strays()).isPositive();
                checkRace(resolver, healthy.address());
            }
        }
    }

    private static void checkRace(RacingResolver resolver, SocketAddr healthy) throws Exception {
        DnsRace race = resolver.race(QUESTIONS.getFirst());
        assertThat(race.winner()).isEqualTo(healthy);
        assertThat(race.servers()).hasSize(5);
    }
}
