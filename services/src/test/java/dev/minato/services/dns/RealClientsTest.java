package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.server.ServerObserver;
import dev.minato.services.Binding;
import dev.minato.services.Limits;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `dig`, `kdig`, dnsperf, Unbound and dnsmasq get from the service `dns` is what `dig` gets from the
/// name server behind it, for a thousand names and all types.
@Timeout(120)
class RealClientsTest {
    private static final List<DnsQuestion> QUESTIONS = Zones.questions();

    @TempDir
    Path folder;

    private NameServer knot;
    private Server server;
    private List<Dig.Answer> right;

    @BeforeEach
    void serve() throws Exception {
        Zones.write(folder);
        knot = NameServer.knot(folder);
        right = Dig.dig(knot.address(), QUESTIONS);
        assertThat(right).hasSameSizeAs(QUESTIONS);
        server = serveOnePort(knot.address());
    }

    /// Both protocols on one port, as clients expect it.
    private static Server serveOnePort(SocketAddr upstream) throws Exception {
        var limits = Limits.DEFAULT
                .withMaxConnections(100)
                .withMaxAnswers(1_000_000)
                .withDns(DnsSettings.DEFAULT.withUpstreams(List.of(upstream)));
        int port = NameServer.freePort();
        var bindings = List.of(
                new Binding("dns", Protocol.UDP, "127.0.0.1:" + port),
                new Binding("dns", Protocol.TCP, "127.0.0.1:" + port));
        return Server.open(bindings, limits, ServerObserver.SILENT);
    }

    @AfterEach
    void close() {
        server.close();
        knot.close();
    }

    private SocketAddr address() {
        return server.boundServices().getFirst().address();
    }

    private void compare(List<Dig.Answer> answers) {
        assertThat(answers).hasSameSizeAs(QUESTIONS);
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i)).as("%s", QUESTIONS.get(i)).isEqualTo(right.get(i));
        }
    }

    /// From the server, and from the cache.
    @Test
    void dig() throws Exception {
        compare(Dig.dig(address(), QUESTIONS));
        compare(Dig.dig(address(), QUESTIONS));
    }

    @Test
    void kdigOverTcp() throws Exception {
        compare(Dig.kdig(address(), QUESTIONS, "+tcp"));
        compare(Dig.kdig(address(), QUESTIONS, "+tcp", "+keepopen"));
    }

    @Test
    void unboundWithNamesInMixedCase() throws Exception {
        try (var client = NameServer.unbound(folder, address())) {
            compare(Dig.dig(client.address(), QUESTIONS));
        }
    }

    @Test
    void dnsmasq() throws Exception {
        try (var client = NameServer.dnsmasq(address())) {
            compare(Dig.dig(client.address(), QUESTIONS));
        }
    }

    /// Many questions at once on each connection, whose answers come in any order.
    @Test
    void dnsperfOverTcp() throws Exception {
        var questions = IntStream.range(0, 1000).mapToObj(QUESTIONS::get);
        Path file = Files.writeString(folder.resolve("questions"), Zones.lines(questions));
        var command = List.of(
                NameServer.tool("dnsperf"),
                "-d",
                file.toString(),
                "-s",
                "127.0.0.1",
                "-p",
                Integer.toString(address().port()),
                "-m",
                "tcp",
                "-c",
                "4",
                "-q",
                "100",
                "-n",
                "3");
        assertThat(Dig.run(command, ""))
                .containsPattern("Queries sent: +3000\\n")
                .containsPattern("Queries completed: +3000 \\(100.00%\\)")
                .containsPattern("Queries lost: +0 ");
    }
}
