package dev.minato.services.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.services.Binding;
import dev.minato.services.ConnectionLog;
import dev.minato.services.Limits;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import dev.minato.services.datagram.EchoDatagrams;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// No two services can be made to answer each other.
@Timeout(60)
class ReflectionTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9000, 127.0.0.1:9000, false",
        "127.0.0.1:9000, 127.0.0.1:9001, true",
        "127.0.0.1:9000, 127.0.0.2:9000, true",
        "127.0.0.1:9000, [::ffff:127.0.0.1]:9000, false",
        "[::1]:9000, [::1]:9000, false",
        "[::1]:9000, 127.0.0.1:9000, true",
        "0.0.0.0:9000, 192.0.2.1:9000, false",
        "[::]:9000, 192.0.2.1:9000, false",
        "0.0.0.0:9000, 192.0.2.1:9001, true",
        "127.0.0.1:9000, 192.0.2.1:1024, true",
        "127.0.0.1:9000, 192.0.2.1:1023, false",
        "127.0.0.1:9000, 192.0.2.1:19, false",
        "127.0.0.1:9000, 192.0.2.1:0, false",
    })
    void sendersThatAreAnswered(String bound, String sender, boolean answered) {
        var own = new ReflectionGuard();
        own.add(SocketAddr.parse("127.0.0.1:1"));
        own.add(SocketAddr.parse(bound));
        assertThat(own.mayAnswer(SocketAddr.parse(sender))).isEqualTo(answered);
    }

    /// Another service of the same server, which a forged datagram would come from, is a plain socket here.
    @Test
    void datagramOfAnotherServiceOfOursIsNotAnswered() throws Exception {
        var own = new ReflectionGuard();
        try (var group = new TaskGroup();
                var service = UdpSocket.bind("127.0.0.1:0");
                var otherService = UdpSocket.bind("127.0.0.1:0");
                var client = UdpSocket.bind("127.0.0.1:0")) {
            own.add(service.localAddress());
            own.add(otherService.localAddress());
            var loop = new ReceiveLoop(
                    "echo",
                    new EchoDatagrams(),
                    service,
                    own,
                    new ResponseRateLimiter("echo", 1_000, System::nanoTime, _ -> {}));
            group.spawn(loop::run);

            otherService.sendTo(ByteBuffer.allocate(1), service.localAddress());
            client.sendTo(ByteBuffer.allocate(1), service.localAddress());
            client.setReadTimeout(Duration.ofSeconds(30));
            client.recvFrom(ByteBuffer.allocate(1));
            assertThat(otherService.tryRecvFrom(ByteBuffer.allocate(1), new Received()))
                    .isFalse();
            loop.close();
        }
    }

    /// Two servers, each of which knows its own services alone, as two processes do. One datagram that an echo
    /// sent to the other's runs to and fro until one of them has given the other its answers of a second.
    @Test
    void twoServersDoNotAnswerEachOtherForEver() throws Exception {
        var limits = Limits.DEFAULT.withMaxAnswers(100);
        var bindings = List.of(new Binding("echo", Protocol.UDP, "127.0.0.1:0"));
        try (var first = Server.open(bindings, limits, ConnectionLog.SILENT)) {
            var echo = first.boundServices().getFirst().address();
            var own = new ReflectionGuard();
            try (var group = new TaskGroup();
                    var second = UdpSocket.bind("127.0.0.1:0")) {
                // What a forged datagram would have the second server do.
                second.sendTo(ByteBuffer.wrap(new byte[] {1}), echo);
                own.add(second.localAddress());
                var loop = new ReceiveLoop(
                        "echo",
                        new EchoDatagrams(),
                        second,
                        own,
                        new ResponseRateLimiter("echo", Integer.MAX_VALUE, System::nanoTime, _ -> {}));
                group.spawn(loop::run);
                while (first.unanswered() == 0) {
                    Tasks.sleep(Duration.ofMillis(1));
                }
                assertThat(loop.unanswered()).isZero();

                try (var client = UdpSocket.bind("127.0.0.1:0")) {
                    client.setReadTimeout(Duration.ofSeconds(30));
                    client.sendTo(ByteBuffer.allocate(1), echo);
                    client.recvFrom(ByteBuffer.allocate(1));
                }
                assertThat(first.unanswered()).isEqualTo(1);
                loop.close();
            }
        }
    }

    /// A service at all of the machine's IPv4 addresses leaves its port free for the client at the IPv6 one,
    /// which then looks as if it were that service.
    @Test
    void serverKnowsTheAddressesOfAllItsServices() throws Exception {
        var bindings = List.of(
                new Binding("echo", Protocol.UDP, "[::1]:0"), new Binding("reverse", Protocol.UDP, "0.0.0.0:0"));
        try (var server = Server.open(bindings, Limits.DEFAULT, ConnectionLog.SILENT);
                var client = UdpSocket.bind("[::1]:0")) {
            var echo = server.boundServices().get(0).address();
            int port = server.boundServices().get(1).address().port();
            try (var lookalike = UdpSocket.bind("::1", port)) {
                lookalike.sendTo(ByteBuffer.allocate(1), echo);
                client.sendTo(ByteBuffer.allocate(1), echo);
                client.setReadTimeout(Duration.ofSeconds(30));
                client.recvFrom(ByteBuffer.allocate(1));
                assertThat(lookalike.tryRecvFrom(ByteBuffer.allocate(1), new Received()))
                        .isFalse();
            }
        }
    }
}
