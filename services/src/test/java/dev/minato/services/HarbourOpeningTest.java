package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.UdpSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A harbour binds all its berths, or none and says which would not go.
@Timeout(60)
class HarbourOpeningTest {
    @Test
    void everyServiceListensInTheOrderGiven() throws Exception {
        var berths = new ArrayList<Berth>();
        for (ServiceInfo service : Services.all()) {
            for (Protocol protocol : Protocol.values()) {
                if (service.port(protocol).isPresent()) {
                    berths.add(new Berth(service.name(), protocol, "127.0.0.1:0"));
                }
            }
        }
        try (var harbour = Harbour.open(berths, Limits.DEFAULT, ConnectionLog.SILENT)) {
            assertThat(harbour.listening())
                    .extracting(listening -> listening.service() + "/" + listening.protocol())
                    .containsExactly(
                            "echo/tcp",
                            "echo/udp",
                            "line/tcp",
                            "count/tcp",
                            "kv/tcp",
                            "hello/tcp",
                            "time/udp",
                            "reverse/udp");
            assertThat(harbour.listening())
                    .allSatisfy(
                            listening -> assertThat(listening.address().port()).isPositive());
            assertThat(harbour.connections()).isZero();
        }
    }

    @Test
    void namesAndIpv6AddressesAreTaken() throws Exception {
        var berths =
                List.of(new Berth("echo", Protocol.TCP, "localhost:0"), new Berth("echo", Protocol.TCP, "[::1]:0"));
        try (var harbour = Harbour.open(berths, Limits.DEFAULT, ConnectionLog.SILENT)) {
            assertThat(harbour.listening().get(1).address().toString()).startsWith("[::1]:");
            for (var listening : harbour.listening()) {
                try (var client = new Client(listening.address().toInetSocketAddress())) {
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
            var berths = List.of(
                    new Berth("echo", Protocol.TCP, free),
                    new Berth("echo", Protocol.UDP, free),
                    new Berth("echo", protocol, address));
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Harbour.open(berths, Limits.DEFAULT, ConnectionLog.SILENT))
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
                    chat | TCP | 127.0.0.1:0 | serve chat/tcp 127.0.0.1:0: invalid input: no such service; there are echo, line, count, kv, hello, time, reverse
                    ECHO | TCP | 127.0.0.1:0 | serve ECHO/tcp 127.0.0.1:0: invalid input: no such service; there are echo, line, count, kv, hello, time, reverse
                    time | TCP | 127.0.0.1:0 | serve time/tcp 127.0.0.1:0: invalid input: time is not served over tcp
                    line | UDP | 127.0.0.1:0 | serve line/udp 127.0.0.1:0: invalid input: line is not served over udp
                    echo | TCP | 127.0.0.1   | serve echo/tcp 127.0.0.1: invalid input: port is missing
                    echo | UDP | ::1:80      | serve echo/udp ::1:80: invalid input: more than one ':' (an IPv6 address with a port needs brackets)
                    """)
    void whatMakesNoSenseIsSaid(String service, Protocol protocol, String address, String message) {
        var berths = List.of(new Berth("echo", Protocol.TCP, "127.0.0.1:0"), new Berth(service, protocol, address));
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Harbour.open(berths, Limits.DEFAULT, ConnectionLog.SILENT))
                .withMessage(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_INPUT));
    }

    @Test
    void foreignAddressIsSaid() {
        var berths = List.of(new Berth("kv", Protocol.TCP, "192.0.2.1:7881"));
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Harbour.open(berths, Limits.DEFAULT, ConnectionLog.SILENT))
                .withMessageStartingWith("serve kv/tcp 192.0.2.1:7881: address not available");
    }
}
