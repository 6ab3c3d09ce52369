package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the resolver says is what `dig` and `kdig` say, for a thousand names and all types, of BIND, Knot,
/// Unbound and dnsmasq.
@Timeout(120)
class RealServersTest {
    private static final List<DnsQuestion> QUESTIONS = Zones.questions();

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        Zones.write(folder);
    }

    @Test
    void bind() throws Exception {
        try (var server = NameServer.named(folder)) {
            compare(server.address());
        }
    }

    @Test
    void knot() throws Exception {
        try (var server = NameServer.knot(folder)) {
            compare(server.address());
        }
    }

    @Test
    void unbound() throws Exception {
        try (var server = NameServer.unbound(folder)) {
            compare(server.address());
        }
    }

    /// From its cache, too: each question is asked three times.
    @Test
    void dnsmasq() throws Exception {
        try (var upstream = NameServer.knot(folder);
                var server = NameServer.dnsmasq(upstream.address())) {
            compare(server.address());
        }
    }

    private static void compare(SocketAddr server) throws Exception {
        List<Dig.Answer> own = own(server);
        List<Dig.Answer> dig = Dig.dig(server, QUESTIONS);
        List<Dig.Answer> kdig = Dig.kdig(server, QUESTIONS);
        assertThat(dig).hasSameSizeAs(QUESTIONS);
        assertThat(kdig).hasSameSizeAs(QUESTIONS);
        for (int i = 0; i < QUESTIONS.size(); i++) {
            assertThat(own.get(i)).as("%s, dig", QUESTIONS.get(i)).isEqualTo(dig.get(i));
            assertThat(own.get(i)).as("%s, kdig", QUESTIONS.get(i)).isEqualTo(kdig.get(i));
        }
        assertThat(own).filteredOn(answer -> answer.status().equals("NXDOMAIN")).hasSizeGreaterThan(9);
        assertThat(own).filteredOn(answer -> answer.records().size() > 11).hasSize(10);
    }

    private static List<Dig.Answer> own(SocketAddr server) throws NetException {
        List<Dig.Answer> answers = new ArrayList<>();
        try (var resolver = RacingResolver.builder().server(server).build()) {
            for (DnsQuestion question : QUESTIONS) {
                answers.add(Dig.of(resolver.ask(question)));
            }
            assertThat(resolver.counts().overTcp()).isEqualTo(10);
        }
        return answers;
    }
}
