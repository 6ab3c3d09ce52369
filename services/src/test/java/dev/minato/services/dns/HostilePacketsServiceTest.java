package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.server.ServerObserver;
import dev.minato.services.Binding;
import dev.minato.services.Limits;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// No packet stops the service `dns`: after thousands of queries that something is wrong with, from clients
/// and from the server that it asks, it answers as before.
@Timeout(60)
class HostilePacketsServiceTest {
    private static final int ROUNDS = 3_000;
    private static final long SEED = 20_261_130;
    private static final String RECORD = "www.example.test. 300 IN A 192.0.2.1";

    private final Random random = new Random(SEED);

    private static Server serve(FakeServer upstream) throws Exception {
        var bindings = List.of(
                new Binding("dns", Protocol.UDP, "127.0.0.1:0"), new Binding("dns", Protocol.TCP, "127.0.0.1:0"));
        var dns = DnsSettings.DEFAULT.withUpstreams(List.of(upstream.address()));
        var limits =
                Limits.DEFAULT.withMaxConnections(100).withMaxAnswers(1_000_000).withDns(dns);
        return Server.open(bindings, limits, ServerObserver.SILENT);
    }

    /// A message with some bytes changed, some missing or some more.
    private byte[] spoilt(byte[] good) {
        byte[] spoilt = Arrays.copyOf(good, Math.max(0, good.length + random.nextInt(-12, 8)));
        for (int i = random.nextInt(4); i > 0 && spoilt.length > 0; i--) {
            spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt(256);
        }
        return spoilt;
    }

    private static void checkAnswers(Server server) throws IOException {
        try (var asker = new Asker(server)) {
            Message query = Asker.query("www.example.test.");
            assertThat(asker.ask(query).getSection(Section.ANSWER)).hasSize(1);
            asker.sendTcp(query);
            assertThat(asker.receiveTcp().getSection(Section.ANSWER)).hasSize(1);
        }
    }

    @Test
    void ofClients() throws Exception {
        try (var upstream = new FakeServer(query -> query.answer(RECORD));
                var server = serve(upstream);
                var asker = new Asker(server)) {
            byte[] good = Asker.query("www.example.test.", Type.A, 1232, true).toWire();
            for (int i = 0; i < ROUNDS; i++) {
                asker.send(spoilt(good));
            }
            for (int i = 0; i < 50; i++) {
                try (var other = new Asker(server)) {
                    byte[] spoilt = spoilt(good);
                    byte[] framed = new byte[spoilt.length + 2];
                    framed[1] = (byte) (spoilt.length + random.nextInt(2));
                    System.arraycopy(spoilt, 0, framed, 2, spoilt.length);
                    other.sendTcp(framed);
                }
            }
            checkAnswers(server);
        }
    }

    /// Each answer is right at last, behind one that is not; with the right id they come through to the
    /// reader.
    @Test
    void ofServers() throws Exception {
        var behaviour = (FakeServer.Behaviour) query -> {
            byte[] good = query.answer(0, RECORD.replace("www.example.test.", query.name()))
                    .toWire();
            if (!query.tcp()) {
                byte[] spoilt = spoilt(good);
                System.arraycopy(good, 0, spoilt, 0, Math.min(2, spoilt.length));
                query.reply(spoilt);
            }
            query.reply(good);
        };
        try (var upstream = new FakeServer(behaviour);
                var server = serve(upstream);
                var asker = new Asker(server)) {
            for (int i = 0; i < ROUNDS / 10; i++) {
                Message query = Asker.query("n" + i + ".example.test.");
                assertThat(asker.ask(query).getHeader().getID())
                        .isEqualTo(query.getHeader().getID());
            }
        }
    }
}
