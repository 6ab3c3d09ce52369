package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/// What does not answer the question is passed over, and counted; the right answer behind it is taken.
class StrayTest {
    private static final DnsQuestion QUESTION = new DnsQuestion("www.example.test", DnsType.A);
    private static final String RECORD = "www.example.test. 300 IN A 192.0.2.1";
    private static final String LIE = "www.example.test. 300 IN A 192.0.2.66";

    /// A datagram that is no answer to a query.
    interface Lie {
        byte[] to(FakeQuery query);
    }

    private static void assertPassedOver(Lie... lies) throws NetException {
        try (var server = new FakeServer(query -> {
                    for (Lie lie : lies) {
                        query.reply(lie.to(query));
                    }
                    query.answer(RECORD);
                });
                RacingResolver resolver = RacingResolver.builder()
                        .server(server.address())
                        .timeout(Duration.ofSeconds(20))
                        .build()) {
            DnsRace race = resolver.race(QUESTION);
            assertThat(race.answer().data()).containsExactly("192.0.2.1");
            assertThat(race.servers().getFirst().strays()).isEqualTo(lies.length);
            assertThat(resolver.counts().strays()).isEqualTo(lies.length);
        }
    }

    private static byte[] wrongId(FakeQuery query) {
        Message lie = query.answer(0, LIE);
        lie.getHeader().setID(query.id() ^ 1);
        return lie.toWire();
    }

    private static byte[] otherName(FakeQuery query) {
        byte[] lie = query.answer(0, LIE).toWire();
        lie[WireQuestion.OFFSET + 1] = 'x';
        return lie;
    }

    private static byte[] otherType(FakeQuery query) {
        byte[] lie = query.answer(0, LIE).toWire();
        lie[WireQuestion.OFFSET + "www.example.test.".length() + 2] = 28;
        return lie;
    }

    private static byte[] aQuery(FakeQuery query) {
        Message lie = query.answer(0, LIE);
        lie.getHeader().unsetFlag(Flags.QR);
        return lie.toWire();
    }

    private static byte[] aNotify(FakeQuery query) {
        Message lie = query.answer(0, LIE);
        lie.getHeader().setOpcode(4);
        return lie.toWire();
    }

    private static byte[] withoutQuestion(FakeQuery query) {
        Message lie = query.answer(0, LIE);
        lie.removeAllRecords(0);
        return lie.toWire();
    }

    private static byte[] cutInARecord(FakeQuery query) {
        byte[] lie = query.answer(0, LIE).toWire();
        return java.util.Arrays.copyOf(lie, lie.length - 2);
    }

    private static byte[] empty(FakeQuery query) {
        return new byte[0];
    }

    @Test
    void anotherId() throws NetException {
        assertPassedOver(StrayTest::wrongId);
    }

    @Test
    void anotherQuestion() throws NetException {
        assertPassedOver(StrayTest::otherName, StrayTest::otherType, StrayTest::withoutQuestion);
    }

    @Test
    void noResponse() throws NetException {
        assertPassedOver(StrayTest::aQuery, StrayTest::aNotify, FakeQuery::bytes);
    }

    @Test
    void garbage() throws NetException {
        assertPassedOver(StrayTest::empty, StrayTest::cutInARecord, _ -> new byte[4000]);
    }

    /// Any mix of them, from a seed that is in the name of the failure.
    @Test
    void anyMix() throws NetException {
        List<Lie> lies = List.of(
                StrayTest::wrongId,
                StrayTest::otherName,
                StrayTest::otherType,
                StrayTest::aQuery,
                StrayTest::aNotify,
                StrayTest::withoutQuestion,
                StrayTest::cutInARecord,
                StrayTest::empty);
        long seed = new Random().nextLong();
        var random = new Random(seed);
        try {
            for (int i = 0; i < 20; i++) {
                var mix = new ArrayList<Lie>();
                random.ints(random.nextInt(1, 30), 0, lies.size()).forEach(lie -> mix.add(lies.get(lie)));
                assertPassedOver(mix.toArray(new Lie[0]));
            }
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /// The kernel keeps them from a connected socket.
    @Test
    void anotherSource() throws NetException {
        try (var liar = UdpSocket.bind("127.0.0.1:0");
                var server = new FakeServer(query -> {
                    liar.sendTo(ByteBuffer.wrap(query.answer(0, LIE).toWire()), query.sender());
                    query.answer(RECORD);
                });
                RacingResolver resolver =
                        RacingResolver.builder().server(server.address()).build()) {
            assertThat(resolver.race(QUESTION).answer().data()).containsExactly("192.0.2.1");
        }
    }

    /// The second one comes to a socket that is closed.
    @Test
    void theSameAnswerTwice() throws NetException {
        try (var server = new FakeServer(query -> {
                    query.answer(RECORD);
                    query.answer(RECORD);
                });
                RacingResolver resolver =
                        RacingResolver.builder().server(server.address()).build()) {
            for (int i = 0; i < 10; i++) {
                assertThat(resolver.race(QUESTION).answer().data()).containsExactly("192.0.2.1");
            }
        }
    }

    /// An answer to a name in other letters is one, unless the spelling was drawn by lot.
    @Test
    void spellingMattersWhereItIsRandom() throws NetException {
        for (boolean random : List.of(false, true)) {
            try (var server = new FakeServer(query -> {
                        byte[] folded = query.answer(0, LIE).toWire();
                        for (int i = WireQuestion.OFFSET; i < WireQuestion.OFFSET + 17; i++) {
                            folded[i] = (byte) Character.toLowerCase(folded[i]);
                        }
                        query.reply(folded);
                        query.answer(RECORD);
                    });
                    RacingResolver resolver = RacingResolver.builder()
                            .server(server.address())
                            .randomCase(random)
                            .random(new Random(1))
                            .build()) {
                DnsRace race = resolver.race(new DnsQuestion("WWW.example.test", DnsType.A));
                assertThat(race.answer().data()).containsExactly(random ? "192.0.2.1" : "192.0.2.66");
                assertThat(race.answer().records().getFirst().name()).isEqualTo("WWW.example.test.");
            }
        }
    }
}
