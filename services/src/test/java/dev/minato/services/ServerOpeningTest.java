package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.UdpSocket;
import dev.minato.server.ServerObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server binds all its addresses, or none and says which one failed.
@Timeout(60)
class ServerOpeningTest {
    @Test
    void everyServiceListensInTheOrderGiven() throws Exception {
        var bindings = new ArrayList<Binding>();
        for (ServiceInfo service : Services.all()) {
            for (Protocol protocol : Protocol.values()) {
                if (service.port(protocol).isPresent()) {
                    bindings.add(new Binding(service.name(), protocol, "127.0.0.1:0"));
                }
            }
        }
        try (var server = Server.open(bindings, Limits.DEFAULT, ServerObserver.SILENT)) {
            assertThat(server.boundServices())
                    .extracting(bound -> bound.service() + "/" + bound.protocol())
                    .containsExactly(
                            "echo/tcp",
                            "echo/udp",
                            "line/tcp",
                            "count/tcp",
                            "kv/tcp",
                            "hello/tcp",
                            "time/udp",
                            "reverse/udp",
                            "chat/tcp",
                            "metrics-in/tcp",
                            "metrics-in/udp",
                            "game/udp",
                            "dns/tcp",
                            "dns/udp");
            assertThat(server.boundServices())
                    .allSatisfy(bound -> assertThat(bound.address().port()).isPositive());
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void namesAndIpv6AddressesAreTaken() throws Exception {
        var bindings =
                List.of(new Binding("echo", Protocol.TCP, "localhost:0"), new Binding("echo", Protocol.TCP, "[::1]:0"));
        try (var server = Server.open(bindings, Limits.DEFAULT, ServerObserver.SILENT)) {
            assertThat(server.boundServices().get(1).address().toString()).startsWith("[::1]:");
            for (var bound : server.boundServices()) {
                try (var client = new Client(bound.address().toInetSocketAddress())) {
                    assertThat(client.send("x").read(1)).isEqualTo("x");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TCP, tcp", "UDP, udp"})
    void takenPortIsNamedAndNothingIsLeft(Protocol protocol, String word) throws Exception {
        try (var taken = TcpListener.bind("127.0.0.1:0");
                var takenToo = UdpSocket.bind(taken.localAddress())) {
            String address = takenToo.localAddress().toString();
            String free = free();
            var bindings = List.of(
                    new Binding("echo", Protocol.TCP, free),
                    new Binding("echo", Protocol.UDP, free),
                    new Binding("echo", protocol, address));
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Server.open(bindings, Limits.DEFAULT, ServerObserver.SILENT))
                    .withMessageStartingWith("serve echo/" + word + " " + address + ": address in use")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.ADDRESS_IN_USE));
            TcpListener.bind(free).close();
            UdpSocket.bind(free).close();
        }
    }

    private static String free() throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            return listener.localAddress().toString();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    gone | TCP | 127.0.0.1:0 | serve gone/tcp 127.0.0.1:0: invalid input: unknown service; known are echo, line, count, kv, hello, time, reverse, chat, metrics-in, game, dns
                    ECHO | TCP | 127.0.0.1:0 | serve ECHO/tcp 127.0.0.1:0: invalid input: unknown service; known are echo, line, count, kv, hello, time, reverse, chat, metrics-in, game, dns
                    time | TCP | 127.0.0.1:0 | serve time/tcp 127.0.0.1:0: invalid input: time is not served over tcp
                    line | UDP | 127.0.0.1:0 | serve line/udp 127.0.0.1:0: invalid input: line is not served over udp
                    echo | TCP | 127.0.0.1   | serve echo/tcp 127.0.0.1: invalid input: port is missing
                    echo | UDP | ::1:80      | serve echo/udp ::1:80: invalid input: more than one ':' (an IPv6 address with a port needs brackets)
                    """)
    void whatMakesNoSenseIsSaid(String service, Protocol protocol, String address, String message) {
        var bindings =
                List.of(new Binding("echo", Protocol.TCP, "127.0.0.1:0"), new Binding(service, protocol, address));
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Server.open(bindings, Limits.DEFAULT, ServerObserver.SILENT))
                .withMessage(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_INPUT));
    }

    @Test
    void foreignAddressIsSaid() {
        var bindings = List.of(new Binding("kv", Protocol.TCP, "192.0.2.1:7881"));
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Server.open(bindings, Limits.DEFAULT, ServerObserver.SILENT))
                .withMessageStartingWith("serve kv/tcp 192.0.2.1:7881: address not available");
    }
}
