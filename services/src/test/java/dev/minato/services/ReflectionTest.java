package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.server.ServerObserver;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// No two services can be made to answer each other.
@Timeout(60)
class ReflectionTest {
    /// Two servers, each of which knows its own services alone, as two processes do. One datagram that an echo
    /// sent to the other's runs to and fro until one of them has given the other its answers of a second.
    @Test
    void twoServersDoNotAnswerEachOtherForEver() throws Exception {
        var limits = Limits.DEFAULT.withMaxAnswers(100);
        var bindings = List.of(new Binding("echo", Protocol.UDP, "127.0.0.1:0"));
        try (var first = Server.open(bindings, limits, ServerObserver.SILENT)) {
            var echo = first.boundServices().getFirst().address();
            try (var group = new TaskGroup();
                    var second = UdpSocket.bind("127.0.0.1:0")) {
                // What a forged datagram would have the second server do.
                second.sendTo(ByteBuffer.wrap(new byte[] {1}), echo);
                group.spawn(() -> echo(second));
                while (first.unanswered() == 0) {
                    Tasks.sleep(Duration.ofMillis(1));
                }
                try (var client = UdpSocket.bind("127.0.0.1:0")) {
                    client.setReadTimeout(Duration.ofSeconds(30));
                    client.sendTo(ByteBuffer.allocate(1), echo);
                    client.recvFrom(ByteBuffer.allocate(1));
                }
                assertThat(first.unanswered()).isEqualTo(1);
                group.cancel();
            }
        }
    }

    /// The other server, without a bound.
    private static void echo(UdpSocket socket) throws NetException {
        var buffer = ByteBuffer.allocate(64);
        var received = new Received();
        while (true) {
            socket.recvFrom(buffer.clear(), received);
            socket.sendTo(buffer.flip(), received.sender());
        }
    }

    /// A service at all of the machine's IPv4 addresses leaves its port free for the client at the IPv6 one,
    /// which then looks as if it were that service.
    @Test
    void serverKnowsTheAddressesOfAllItsServices() throws Exception {
        var bindings = List.of(
                new Binding("echo", Protocol.UDP, "[::1]:0"), new Binding("reverse", Protocol.UDP, "0.0.0.0:0"));
        try (var server = Server.open(bindings, Limits.DEFAULT, ServerObserver.SILENT);
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
