package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A socket that gave up its peer is as it was before it had one, at the same address.
@NetworkTest
class UdpDisconnectTest {
    private final ByteBuffer buffer = ByteBuffer.allocate(8);

    @ParameterizedTest
    @EnumSource
    void hearsEverybodyAgainAtTheSameAddress(Loopback loopback) throws NetException {
        try (var socket = UdpSocket.bind(loopback.any());
                var peer = UdpSocket.bind(loopback.any());
                var stranger = UdpSocket.bind(loopback.any())) {
            SocketAddr local = socket.localAddress();
            socket.connect(peer.localAddress());

            socket.disconnect();

            assertThat(socket.peerAddress()).isEmpty();
            assertThat(socket.localAddress()).isEqualTo(local);
            stranger.sendTo(ByteBuffer.allocate(3), local);
            assertThat(socket.recvFrom(buffer.clear()).sender()).isEqualTo(stranger.localAddress());
            Expect.failure(ErrorKind.NOT_CONNECTED, "send", local, () -> socket.send(buffer.clear()));
            socket.sendTo(ByteBuffer.allocate(2), stranger.localAddress());
            assertThat(stranger.recvFrom(buffer.clear()).sender()).isEqualTo(local);
        }
    }

    /// Linux takes back a port that it chose itself.
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:0", "[::]:0"})
    void socketOfAllAddressesKeepsItsPort(String all) throws NetException {
        Loopback.IPV6.host();
        try (var socket = UdpSocket.bind(all);
                var peer = UdpSocket.bind(Loopback.IPV4.any())) {
            SocketAddr local = socket.localAddress();
            for (int i = 0; i < 3; i++) {
                socket.connect(peer.localAddress());
                assertThat(socket.localAddress().ip()).isNotEqualTo(local.ip());
                socket.disconnect();
                assertThat(socket.localAddress()).isEqualTo(local);
            }
            peer.sendTo(ByteBuffer.allocate(1), Loopback.IPV4.at(local.port()));
            assertThat(socket.recvFrom(buffer).length()).isEqualTo(1);
        }
    }

    @Test
    void withoutAPeerItDoesNothing() throws NetException {
        try (var socket = UdpSocket.bind(Loopback.IPV4.any())) {
            SocketAddr local = socket.localAddress();
            socket.disconnect();
            assertThat(socket.localAddress()).isEqualTo(local);
        }
    }

    @Test
    void clonesLoseThePeerToo() throws NetException {
        try (var socket = UdpSocket.bind(Loopback.IPV4.any());
                var clone = socket.tryClone()) {
            socket.connect(clone.localAddress());
            clone.disconnect();
            assertThat(socket.peerAddress()).isEmpty();
        }
    }
}
