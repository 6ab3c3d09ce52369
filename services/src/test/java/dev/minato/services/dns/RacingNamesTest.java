package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.Resolver;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.tls.TlsConnector;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The programs of the guide.
class RacingNamesTest {
    // @start region="ask"
    static List<String> mailServers(String domain, List<SocketAddr> servers) throws NetException {
        RacingResolverBuilder builder = RacingResolver.builder().timeout(Duration.ofSeconds(3));
        servers.forEach(builder::server);
        try (RacingResolver resolver = builder.build()) {
            DnsAnswer answer = resolver.ask(new DnsQuestion(domain, DnsType.MX));
            return switch (answer.code()) {
                case NOERROR -> answer.data(); // "10 mail.example.org."
                case NXDOMAIN -> List.of();
                default -> throw new IllegalStateException("no server knows: " + answer.code());
            };
        }
    }
    // @end

    // @start region="with"
    static SocketAddr whereIs(String host, int port, RacingResolver names) throws NetException {
        return Resolver.with(names, () -> {
            try (var stream = TcpStream.connect(host, port, Duration.ofSeconds(5))) {
                return stream.peerAddress();
            }
        });
    }
    // @end

    // @start region="tls"
    static RacingResolver encrypted() throws NetException {
        return RacingResolver.builder()
                .server(SocketAddr.parse("9.9.9.9:853"), "dns.quad9.net")
                .server(SocketAddr.parse("1.1.1.1:853"), "one.one.one.one")
                .tls(TlsConnector.system())
                .build();
    }
    // @end

    @Test
    void mailServersAreFound() throws NetException {
        try (var server = new FakeServer(query -> {
            if (query.name().equals("example.test.")) {
                query.answer("example.test. 60 IN MX 10 mail.example.test.");
            } else {
                query.code(query.name().startsWith("missing") ? 3 : 2);
            }
        })) {
            List<SocketAddr> servers = List.of(server.address());
            assertThat(mailServers("example.test", servers)).containsExactly("10 mail.example.test.");
            assertThat(mailServers("missing.test", servers)).isEmpty();
            assertThat(catchThrowableOfType(IllegalStateException.class, () -> mailServers("broken.test", servers)))
                    .hasMessageContaining("SERVFAIL");
        }
    }

    @Test
    void connectUsesIt() throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var server = new FakeServer(query -> query.answer("db.internal. 60 IN A 127.0.0.1"));
                RacingResolver resolver =
                        RacingResolver.builder().server(server.address()).build()) {
            SocketAddr listening = listener.localAddress();
            assertThat(whereIs("db.internal", listening.port(), resolver)).isEqualTo(listening);
        }
    }

    @Test
    void nothingIsSentBeforeAQuestion() throws NetException {
        try (RacingResolver resolver = encrypted()) {
            assertThat(resolver.servers()).hasSize(2);
            assertThat(resolver.counts().races()).isZero();
        }
    }
}
