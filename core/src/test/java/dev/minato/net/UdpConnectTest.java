package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.DatagramTest;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A connected socket talks to one peer, hears nobody else, and learns that the peer is not there.
@NetworkTest
class UdpConnectTest extends DatagramTest {
    private UdpSocket stranger;
    private final ByteBuffer buffer = ByteBuffer.allocate(16);

    @BeforeEach
    void open() throws NetException {
        stranger = UdpSocket.bind(Loopback.IPV4.any());
    }

    @AfterEach
    void close() throws NetException {
        stranger.close();
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length);
    }

    /// An address whose socket was just closed.
    private SocketAddr nobody() throws NetException {
        try (var closed = UdpSocket.bind(Loopback.IPV4.any())) {
            return closed.localAddress();
        }
    }

    @Test
    void talksToItsPeer() throws NetException {
        assertThat(socket.peerAddress()).isEmpty();
        assertThat(socket).hasToString("udp " + socket.localAddress());

        socket.connect(peer.localAddress());
        socket.send(bytes(3));

        assertThat(socket.peerAddress()).contains(peer.localAddress());
        assertThat(socket).hasToString("udp " + socket.localAddress() + " → " + peer.localAddress());
        assertThat(peer.recvFrom(buffer).sender()).isEqualTo(socket.localAddress());
        peer.sendTo(bytes(4), socket.localAddress());
        assertThat(socket.recv(buffer)).isEqualTo(4);
    }

    @Test
    void hearsNobodyElse() throws NetException {
        socket.connect(peer.localAddress());

        stranger.sendTo(bytes(1), socket.localAddress());
        peer.sendTo(bytes(2), socket.localAddress());

        assertThat(socket.recv(buffer)).isEqualTo(2);
        assertThat(socket.tryRecvFrom(buffer, new Received())).isFalse();
    }

    @Test
    void sendingToAnotherIsDoneOrRefused() throws NetException {
        socket.connect(peer.localAddress());

        if (Platform.current().capabilities().sendsElsewhereWhenConnected()) {
            socket.sendTo(bytes(1), stranger.localAddress());
            assertThat(stranger.recvFrom(buffer).length()).isEqualTo(1);
        } else {
            Expect.failure(
                    ErrorKind.ALREADY_CONNECTED,
                    "send",
                    stranger.localAddress(),
                    () -> socket.sendTo(bytes(1), stranger.localAddress()));
        }
        socket.sendTo(bytes(2), peer.localAddress());

        assertThat(peer.recvFrom(buffer).length()).isEqualTo(2);
    }

    @Test
    void connectingAgainChangesThePeer() throws NetException {
        socket.connect(peer.localAddress());
        SocketAddr local = socket.localAddress();

        socket.connect(stranger.localAddress());
        socket.send(bytes(1));

        assertThat(socket.localAddress()).isEqualTo(local);
        assertThat(socket.peerAddress()).contains(stranger.localAddress());
        assertThat(stranger.recvFrom(buffer).sender()).isEqualTo(local);
        peer.sendTo(bytes(2), local);
        stranger.sendTo(bytes(3), local);
        assertThat(socket.recv(buffer)).isEqualTo(3);
    }

    @Test
    void clonesShareThePeer() throws NetException {
        try (var clone = socket.tryClone()) {
            socket.connect(peer.localAddress());

            clone.send(bytes(5));

            assertThat(clone.peerAddress()).contains(peer.localAddress());
            assertThat(peer.recvFrom(buffer).length()).isEqualTo(5);
        }
    }

    @Test
    void connectingChoosesTheLocalHost() throws NetException {
        try (var anywhere = UdpSocket.bind("0.0.0.0:0")) {
            int port = anywhere.localAddress().port();

            anywhere.connect(peer.localAddress());

            assertThat(anywhere.localAddress()).isEqualTo(Loopback.IPV4.at(port));
        }
    }

    @Test
    void closedPortRefusesTheNextCallAndThatOneOnly() throws NetException {
        SocketAddr nobody = nobody();
        socket.connect(nobody);
        socket.send(bytes(1));

        Expect.failure(ErrorKind.CONNECTION_REFUSED, "receive", nobody, () -> socket.recv(buffer));

        assertThat(socket.tryRecvFrom(buffer, new Received())).isFalse();
        socket.connect(peer.localAddress());
        peer.sendTo(bytes(2), socket.localAddress());
        assertThat(socket.recv(buffer)).isEqualTo(2);
    }

    @Test
    void closedPortRefusesTheNextSend() throws NetException {
        SocketAddr nobody = nobody();
        socket.connect(nobody);
        socket.send(bytes(1));
        // Loopback answers before the send returns; waiting takes nothing away.
        socket.awaitReadable();

        Expect.failure(ErrorKind.CONNECTION_REFUSED, "send", nobody, () -> socket.send(bytes(1)));

        socket.connect(peer.localAddress());
        socket.send(bytes(3));
        assertThat(peer.recvFrom(buffer).length()).isEqualTo(3);
    }

    /// What became of a datagram to the old peer is nothing that the new one has said.
    @Test
    void refusalOfTheOldPeerIsForgotten() throws NetException {
        socket.connect(nobody());
        socket.send(bytes(1));
        socket.connect(peer.localAddress());
        socket.send(bytes(2));
        assertThat(peer.recvFrom(buffer).length()).isEqualTo(2);

        socket.connect(nobody());
        socket.send(bytes(1));
        socket.connect(peer.localAddress());
        peer.sendTo(bytes(3), socket.localAddress());
        assertThat(socket.recv(buffer.clear())).isEqualTo(3);

        socket.connect(nobody());
        socket.send(bytes(1));
        socket.disconnect();
        socket.sendTo(bytes(4), peer.localAddress());
        assertThat(peer.recvFrom(buffer.clear()).length()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void closedPortEndsAReceiveThatWaits(Threads threads) throws Exception {
        socket.connect(nobody());
        var call = threads.call(() -> socket.recv(buffer)).awaitWaiting();

        socket.send(bytes(1));

        assertThat(call.failure().kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);
    }

    @Test
    void unconnectedSocketDoesNotHearOfClosedPorts() throws NetException {
        socket.sendTo(bytes(1), nobody());
        peer.sendTo(bytes(2), socket.localAddress());

        assertThat(socket.recvFrom(buffer).length()).isEqualTo(2);
    }

    @Test
    void ipv4SocketHasNoIpv6Peer() {
        var six = SocketAddr.parse("[::1]:9");

        Expect.failure(ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, "connect", six, () -> socket.connect(six));
        assertThat(socket.peerAddress()).isEmpty();
    }

    @Test
    void portZeroIsNoPeer() {
        Expect.failure(
                ErrorKind.INVALID_INPUT, "connect", Loopback.IPV4.any(), () -> socket.connect(Loopback.IPV4.any()));
    }

    @Test
    void failedConnectLeavesTheSocketUsable() throws NetException {
        socket.connect(peer.localAddress());

        Expect.failure(ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, () -> socket.connect("[::1]:9"));

        socket.connect(stranger.localAddress());
        socket.send(bytes(1));
        assertThat(stranger.recvFrom(buffer).length()).isEqualTo(1);
    }

    @Test
    void socketOfBothFamiliesShowsIpv4PeersMapped() throws NetException {
        Loopback.IPV6.host();
        try (var both = UdpSocket.bind("[::]:0")) {
            int port = both.localAddress().port();
            assertThat(both.localAddress()).isEqualTo(SocketAddr.parse("[::]:" + port));

            socket.sendTo(bytes(1), Loopback.IPV4.at(port));
            SocketAddr sender = both.recvFrom(buffer).sender();

            assertThat(sender)
                    .isEqualTo(SocketAddr.parse(
                            "[::ffff:127.0.0.1]:" + socket.localAddress().port()));
            both.sendTo(bytes(2), sender);
            assertThat(socket.recvFrom(buffer).length()).isEqualTo(2);
            both.sendTo(bytes(3), socket.localAddress());
            assertThat(socket.recvFrom(buffer).length()).isEqualTo(3);
            both.connect(socket.localAddress());
            assertThat(both.peerAddress()).contains(sender);
        }
    }
}
