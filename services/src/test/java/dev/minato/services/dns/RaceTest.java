package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The first good answer wins, whatever the other servers do.
class RaceTest {
    private static final DnsQuestion QUESTION = new DnsQuestion("www.example.test", DnsType.A);
    private static final String RECORD = "www.example.test. 300 IN A 192.0.2.1";

    private final List<FakeServer> servers = new ArrayList<>();

    @AfterEach
    void close() throws NetException {
        for (FakeServer server : servers) {
            server.close();
        }
    }

    private FakeServer server(FakeServer.Behaviour behaviour) throws NetException {
        var server = new FakeServer(behaviour);
        servers.add(server);
        return server;
    }

    private FakeServer right() throws NetException {
        return server(query -> query.answer(RECORD));
    }

    private FakeServer silent() throws NetException {
        return server(_ -> {});
    }

    private static RacingResolverBuilder resolver(FakeServer... servers) {
        RacingResolverBuilder builder = RacingResolver.builder().timeout(Duration.ofSeconds(20));
        for (FakeServer server : servers) {
            builder.server(server.address());
        }
        return builder;
    }

    private static DnsRace race(FakeServer... servers) throws NetException {
        try (RacingResolver resolver = resolver(servers).build()) {
            return resolver.race(QUESTION);
        }
    }

    private static void assertRight(DnsRace race) {
        assertThat(race.answer().code()).isEqualTo(DnsCode.NOERROR);
        assertThat(race.answer().records()).containsExactly(new DnsRecord("www.example.test.", "A", 300, "192.0.2.1"));
    }

    @Test
    void theAnswerIsThatOfTheOneServer() throws NetException {
        DnsRace race = race(right());
        assertRight(race);
        assertThat(race.servers()).singleElement().satisfies(time -> {
            assertThat(time.end()).isEqualTo(ServerTime.End.WON);
            assertThat(time.detail()).isEqualTo("NOERROR");
            assertThat(time.strays()).isZero();
        });
    }

    @Test
    void silentServersDoNotMatter() throws NetException {
        FakeServer right = right();
        DnsRace race = race(silent(), right, silent());
        assertRight(race);
        assertThat(race.winner()).isEqualTo(right.address());
        assertThat(race.servers())
                .extracting(ServerTime::end)
                .containsExactly(ServerTime.End.OVERTAKEN, ServerTime.End.WON, ServerTime.End.OVERTAKEN);
    }

    /// Nobody listens on the port, and the kernel says so.
    @Test
    void aRefusalDoesNotEndTheRace() throws NetException {
        SocketAddr nobody;
        try (UdpSocket socket = UdpSocket.bind("127.0.0.1:0")) {
            nobody = socket.localAddress();
        }
        try (RacingResolver resolver = RacingResolver.builder()
                .server(nobody)
                .server(server(query -> query.answer(RECORD)).address())
                .build()) {
            assertRight(resolver.race(QUESTION));
        }
    }

    @Test
    void refusalsOfAllAreTold() throws NetException {
        SocketAddr nobody;
        try (UdpSocket socket = UdpSocket.bind("127.0.0.1:0")) {
            nobody = socket.localAddress();
        }
        try (RacingResolver resolver = RacingResolver.builder()
                .server(nobody)
                .retries(1, Duration.ofSeconds(1))
                .build()) {
            NetException failure = catchThrowableOfType(NetException.class, () -> resolver.race(QUESTION));
            assertThat(failure.kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);
            assertThat(failure).hasMessageContaining(nobody + ": connection refused");
        }
    }

    @Test
    void silenceOfAllIsATimeoutThatNamesThem() throws NetException {
        FakeServer one = silent();
        FakeServer other = silent();
        try (RacingResolver resolver =
                resolver(one, other).timeout(Duration.ofMillis(50)).build()) {
            NetException failure = catchThrowableOfType(NetException.class, () -> resolver.race(QUESTION));
            assertThat(failure.kind()).isEqualTo(ErrorKind.TIMED_OUT);
            assertThat(failure)
                    .hasMessageContaining("www.example.test. A")
                    .hasMessageContaining(one.address() + ": no answer")
                    .hasMessageContaining(other.address() + ": no answer");
            assertThat(resolver.counts().failed()).isEqualTo(1);
        }
    }

    @Test
    void aSilentServerIsAskedAgain() throws NetException, InterruptedException {
        var seen = new ArrayList<byte[]>();
        FakeServer forgetful = server(query -> {
            seen.add(query.bytes());
            if (seen.size() == 3) {
                query.answer(RECORD);
            }
        });
        try (RacingResolver resolver =
                resolver(forgetful).retries(3, Duration.ofMillis(10)).build()) {
            assertRight(resolver.race(QUESTION));
        }
        assertThat(forgetful.next().bytes()).isEqualTo(forgetful.next().bytes());
    }

    /// It comes first, and is no answer as long as somebody may know more.
    @Test
    void aFailureOfOneServerWaitsForTheOthers() throws NetException, InterruptedException {
        FakeServer failing = server(query -> query.code(2));
        FakeServer slow = server(query -> {
            try {
                FakeQuery _ = failing.next();
                query.answer(RECORD);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        DnsRace race = race(failing, slow);
        assertRight(race);
        assertThat(race.winner()).isEqualTo(slow.address());
    }

    @Test
    void aFailureCountsIfNobodyHasMore() throws NetException {
        FakeServer failing = server(query -> query.code(2));
        FakeServer refusing = server(query -> query.code(5));
        assertThat(race(failing, refusing).answer().code()).isIn(DnsCode.SERVFAIL, DnsCode.REFUSED);
        try (RacingResolver resolver =
                resolver(failing, silent()).timeout(Duration.ofMillis(300)).build()) {
            DnsRace race = resolver.race(QUESTION);
            assertThat(race.answer().code()).isEqualTo(DnsCode.SERVFAIL);
            assertThat(race.servers())
                    .extracting(ServerTime::end)
                    .containsExactly(ServerTime.End.WON, ServerTime.End.FAILED);
        }
    }

    @Test
    void aNameThatIsNotThereIsAnAnswer() throws NetException {
        DnsRace race = race(
                silent(),
                server(query -> query.reply(
                        query.answer(3, "example.test. 60 IN SOA ns.example.test. mail.example.test. 1 2 3 4 30")
                                .toWire())));
        assertThat(race.answer().code()).isEqualTo(DnsCode.NXDOMAIN);
        assertThat(race.answer().authority())
                .singleElement()
                .satisfies(soa -> assertThat(soa.is(DnsType.SOA)).isTrue());
    }

    /// A server from before EDNS does not understand the question.
    @Test
    void aServerWithoutEdnsIsAskedWithout() throws NetException {
        FakeServer old = server(query -> {
            if (query.message().getOPT() != null) {
                query.code(1);
            } else {
                query.answer(RECORD);
            }
        });
        assertRight(race(old));
    }

    @Test
    void aCutAnswerIsAskedForOverTcp() throws NetException {
        FakeServer cutting = server(query -> {
            if (query.tcp()) {
                query.answer(RECORD);
            } else {
                query.reply(query.truncated());
            }
        });
        try (RacingResolver resolver = resolver(cutting).build()) {
            assertRight(resolver.race(QUESTION));
            assertThat(resolver.counts().overTcp()).isEqualTo(1);
        }
    }

    @Test
    void theQueryAsksForRecursionAndOffersTwelveHundredBytes() throws NetException, InterruptedException {
        FakeServer right = right();
        assertRight(race(right));
        FakeQuery query = right.next();
        assertThat(query.message().getHeader().printFlags()).isEqualToIgnoringWhitespace("rd");
        assertThat(query.message().getOPT().getPayloadSize()).isEqualTo(1232);
        assertThat(query.name()).isEqualTo("www.example.test.");
    }

    @Test
    void eachQuestionHasAnIdAndAPortOfItsOwn() throws NetException, InterruptedException {
        FakeServer right = right();
        var ids = new java.util.HashSet<Integer>();
        var ports = new java.util.HashSet<Integer>();
        try (RacingResolver resolver = resolver(right).build()) {
            for (int i = 0; i < 64; i++) {
                assertRight(resolver.race(QUESTION));
                FakeQuery query = right.next();
                ids.add(query.id());
                ports.add(query.sender().port());
            }
        }
        assertThat(ids.size()).isGreaterThan(60);
        assertThat(ports.size()).isGreaterThan(60);
    }

    /// What comes to its port is refused from then on.
    @Test
    void theSocketOfALoserIsClosed() throws NetException, InterruptedException {
        FakeServer loser = silent();
        assertRight(race(loser, server(query -> {
            try {
                SocketAddr asker = loser.next().sender();
                loser.udp.connect(asker);
                query.answer(RECORD);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        })));
        loser.udp.send(ByteBuffer.allocate(12));
        NetException refused = catchThrowableOfType(NetException.class, () -> {
            while (true) {
                loser.udp.send(ByteBuffer.allocate(12));
            }
        });
        assertThat(refused.kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);
    }

    @Test
    void afterTheCloseThereIsNoAnswer() throws NetException, InterruptedException {
        FakeServer silent = silent();
        RacingResolver resolver = resolver(silent).build();
        var asking = dev.minato.task.Tasks.spawn(
                () -> catchThrowableOfType(NetException.class, () -> resolver.ask(QUESTION)));
        FakeQuery _ = silent.next();
        resolver.close();
        resolver.close();
        try {
            assertThat(asking.join().kind()).isEqualTo(ErrorKind.CLOSED);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
        assertThat(catchThrowableOfType(NetException.class, () -> resolver.ask(QUESTION))
                        .kind())
                .isEqualTo(ErrorKind.CLOSED);
    }
}
