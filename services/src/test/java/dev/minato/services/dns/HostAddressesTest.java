package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Resolver;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The addresses of hosts, for all that looks names up in Minato.
class HostAddressesTest {
    private static final String SOA = "example.test. 60 IN SOA ns.example.test. mail.example.test. 1 2 3 4 30";

    /// What the server answers: to `NAME TYPE`, lines of a zone, or a number as the code.
    private final Map<String, List<String>> zone = new TreeMap<>();

    private final FakeServer.Behaviour answers = query -> {
        String key = query.name() + " "
                + org.xbill.DNS.Type.string(query.message().getQuestion().getType());
        List<String> lines = zone.getOrDefault(key, List.of(SOA));
        if (lines.getFirst().length() == 1) {
            query.code(Integer.parseInt(lines.getFirst()));
        } else {
            query.answer(lines.toArray(new String[0]));
        }
    };

    private List<String> addresses(String host) throws NetException {
        try (var server = new FakeServer(answers);
                RacingResolver resolver = RacingResolver.builder()
                        .server(server.address())
                        .timeout(Duration.ofSeconds(20))
                        .build()) {
            return resolver.resolve(host, 80).stream().map(SocketAddr::toString).toList();
        }
    }

    private ErrorKind failure(String host) {
        return catchThrowableOfType(NetException.class, () -> addresses(host)).kind();
    }

    @Test
    void bothFamiliesAreThereSixFirst() throws NetException {
        zone.put("a.test. A", List.of("a.test. 60 IN A 192.0.2.1", "a.test. 60 IN A 192.0.2.2"));
        zone.put("a.test. AAAA", List.of("a.test. 60 IN AAAA 2001:db8::1"));
        assertThat(addresses("a.test")).containsExactly("[2001:db8::1]:80", "192.0.2.1:80", "192.0.2.2:80");
    }

    @Test
    void aliasesLeadToAddresses() throws NetException {
        zone.put(
                "www.test. A",
                List.of(
                        "b.test. 60 IN CNAME C.test.",
                        "www.test. 60 IN CNAME B.test.",
                        "c.test. 60 IN A 192.0.2.3",
                        "unrelated.test. 60 IN A 192.0.2.66"));
        assertThat(addresses("www.test")).containsExactly("192.0.2.3:80");
    }

    @Test
    void aServerThatDoesNotFollowAnAliasIsAskedForItsTarget() throws NetException {
        zone.put("www.test. A", List.of("www.test. 60 IN CNAME other.test."));
        zone.put("www.test. AAAA", List.of("www.test. 60 IN CNAME other.test."));
        zone.put("other.test. A", List.of("other.test. 60 IN A 192.0.2.4"));
        assertThat(addresses("www.test")).containsExactly("192.0.2.4:80");
    }

    @Test
    void aliasesInACircleEnd() {
        zone.put("a.test. A", List.of("a.test. 60 IN CNAME b.test."));
        zone.put("b.test. A", List.of("b.test. 60 IN CNAME a.test."));
        zone.put("a.test. AAAA", List.of("a.test. 60 IN CNAME a.test."));
        assertThat(failure("a.test")).isEqualTo(ErrorKind.HOST_NOT_FOUND);
    }

    @Test
    void aNameWithoutAddressesHasNone() throws NetException {
        assertThat(addresses("nothing.test")).isEmpty();
    }

    @Test
    void oneFamilyIsEnough() throws NetException {
        zone.put("a.test. AAAA", List.of("2"));
        zone.put("a.test. A", List.of("a.test. 60 IN A 192.0.2.1"));
        assertThat(addresses("a.test")).containsExactly("192.0.2.1:80");
        zone.put("a.test. A", List.of("2"));
        assertThat(failure("a.test")).isEqualTo(ErrorKind.HOST_NOT_FOUND);
    }

    @Test
    void theMachineItselfIsNotAskedFor() throws NetException {
        for (String host : List.of("localhost", "LOCALHOST.", "db.localhost")) {
            assertThat(addresses(host)).containsExactly("[::1]:80", "127.0.0.1:80");
        }
    }

    @Test
    void connectFindsItsServerBySuchAResolver() throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var server = new FakeServer(answers);
                RacingResolver resolver =
                        RacingResolver.builder().server(server.address()).build()) {
            zone.put("db.internal. A", List.of("db.internal. 60 IN A 127.0.0.1"));
            int port = listener.localAddress().port();
            Resolver.with(resolver, () -> {
                try (var stream = TcpStream.connect("db.internal", port)) {
                    assertThat(stream.peerAddress()).isEqualTo(listener.localAddress());
                }
                NetException missing =
                        catchThrowableOfType(NetException.class, () -> TcpStream.connect("missing.internal", port));
                assertThat(missing.kind()).isEqualTo(ErrorKind.HOST_NOT_FOUND);
            });
        }
    }

    /// The time of a connect bounds the look-up.
    @Test
    void aConnectThatTimesOutEndsTheWait() throws NetException {
        try (var server = new FakeServer(_ -> {});
                RacingResolver resolver =
                        RacingResolver.builder().server(server.address()).build()) {
            NetException late = Resolver.with(
                    resolver,
                    () -> catchThrowableOfType(
                            NetException.class, () -> TcpStream.connect("slow.test:80", Duration.ofMillis(20))));
            assertThat(late.kind()).isEqualTo(ErrorKind.TIMED_OUT);
        }
    }
}
