package dev.minato.services;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;
import dev.minato.server.ServerObserver;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `echo`, `reverse` and `time` answer datagrams one by one.
@Timeout(60)
class DatagramServicesTest {
    private DatagramSocket socket;

    @BeforeEach
    void open() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        socket.setSoTimeout(30_000);
    }

    @Test
    void echoSendsEachDatagramBack() throws Exception {
        try (var echo = Served.udp("echo")) {
            for (String datagram : List.of("a", "", "\0\u00ff\n", "x".repeat(65_507), "b")) {
                assertThat(ask(echo.address(), datagram)).isEqualTo(datagram);
            }
        }
    }

    @Test
    void reverseTurnsBytesAround() throws Exception {
        try (var reverse = Served.udp("reverse")) {
            assertThat(ask(reverse.address(), "Hello")).isEqualTo("olleH");
            assertThat(ask(reverse.address(), "")).isEmpty();
            assertThat(ask(reverse.address(), "\u00c3\u00bc")).isEqualTo("\u00bc\u00c3");
            assertThat(ask(reverse.address(), "x".repeat(65_506) + "y")).isEqualTo("y" + "x".repeat(65_506));
        }
    }

    /// What is not asked for is not answered: the one answer is that to the last datagram.
    @Test
    void timeAnswersTimeAndNothingElse() throws Exception {
        var bindings = List.of(new Binding("time", Protocol.UDP, "127.0.0.1:0"));
        var clock = Instant.ofEpochMilli(1_234_567_890_999L);
        try (var server = Server.open(bindings, Limits.DEFAULT, ServerObserver.SILENT, () -> clock)) {
            var address = server.boundServices().getFirst().address().toInetSocketAddress();
            for (String datagram : List.of("", "time", "TIME\n", " TIME", "TIM", "TIMES", "TIMETIME")) {
                send(address, datagram);
            }
            assertThat(ask(address, "TIME")).isEqualTo("1234567890");
            assertNothingComes();
        }
    }

    @Test
    void timeIsThatOfTheMachineUnlessSaidOtherwise() throws Exception {
        try (var time = Served.udp("time")) {
            long before = Instant.now().getEpochSecond();
            assertThat(Long.parseLong(ask(time.address(), "TIME")))
                    .isBetween(before, Instant.now().getEpochSecond());
        }
    }

    @Test
    void serviceGoesOnWhenItsAnswersFindNobody() throws Exception {
        try (var echo = Served.udp("echo")) {
            for (int i = 0; i < 20; i++) {
                try (var gone = new DatagramSocket()) {
                    gone.send(packet(echo.address(), "x"));
                }
            }
            assertThat(ask(echo.address(), "still there")).isEqualTo("still there");
        }
    }

    @Test
    void privilegedPortGetsNoAnswer() throws Exception {
        try (var echo = Served.udp("echo");
                var privileged = new DatagramSocket(null)) {
            Requirement.that("a port below 1024 to send from", bindBelow1024(privileged));
            privileged.send(packet(echo.address(), "loop"));
            assertThat(ask(echo.address(), "x")).isEqualTo("x");
            socket.close();
            socket = privileged;
            assertNothingComes();
        }
    }

    /// A connected client hears only what comes from where it asked.
    @ParameterizedTest
    @CsvSource({"0.0.0.0:0, 127.0.0.1", "0.0.0.0:0, 127.0.0.2", "[::]:0, 127.0.0.2", "[::]:0, ::1"})
    void answerComesFromTheAddressThatWasAsked(String bound, String asked) throws Exception {
        boolean able = Platform.current().capabilities().datagramDestination();
        for (String service : List.of("echo", "reverse", "time")) {
            var bindings = List.of(new Binding(service, Protocol.UDP, bound));
            try (var server = Server.open(bindings, Limits.DEFAULT, ServerObserver.SILENT);
                    var client = UdpSocket.bind(asked.contains(":") ? "[::1]:0" : "127.0.0.1:0")) {
                int port = server.boundServices().getFirst().address().port();
                var to = SocketAddr.of(IpAddr.parse(asked), port);
                client.setReadTimeout(Duration.ofSeconds(30));
                client.sendTo(ByteBuffer.wrap("TIME".getBytes(ISO_8859_1)), to);
                var sender = client.recvFrom(ByteBuffer.allocate(64)).sender();
                if (able) {
                    assertThat(sender).as(service).isEqualTo(to);
                } else {
                    assertThat(sender.port()).as(service).isEqualTo(port);
                }
            }
        }
    }

    private static boolean bindBelow1024(DatagramSocket socket) throws IOException {
        for (int port = 1023; port > 600; port--) {
            try {
                socket.bind(new InetSocketAddress("127.0.0.1", port));
                return true;
            } catch (BindException takenOrForbidden) {
                // The next may be free.
            }
        }
        return false;
    }

    @AfterEach
    void close() {
        socket.close();
    }

    private String ask(SocketAddress address, String datagram) throws IOException {
        send(address, datagram);
        return receive();
    }

    private void send(SocketAddress address, String datagram) throws IOException {
        socket.send(packet(address, datagram));
    }

    private static DatagramPacket packet(SocketAddress address, String datagram) {
        var bytes = datagram.getBytes(ISO_8859_1);
        return new DatagramPacket(bytes, bytes.length, address);
    }

    private String receive() throws IOException {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
    }

    private void assertNothingComes() throws IOException {
        socket.setSoTimeout(50);
        try {
            assertThat(receive()).as("an answer that nobody asked for").isNull();
        } catch (SocketTimeoutException expected) {
            socket.setSoTimeout(30_000);
        }
    }
}
