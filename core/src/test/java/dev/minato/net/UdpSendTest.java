package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.DatagramTest;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// A send sends one whole datagram, or says why not and sends nothing.
@NetworkTest
class UdpSendTest extends DatagramTest {
    private static final int MAX_SIZE = 65_507;

    private final ByteBuffer buffer = ByteBuffer.allocate(16);

    private void assertNothingCame() throws NetException {
        socket.sendTo(ByteBuffer.wrap(new byte[] {42}), peer.localAddress());
        assertThat(peer.recvFrom(buffer.clear()).length()).isEqualTo(1);
        assertThat(buffer.get(0)).isEqualTo((byte) 42);
    }

    @Test
    void whatRemainsInTheBufferIsSentAndConsumed() throws NetException {
        var message = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1).limit(3);

        socket.sendTo(message, peer.localAddress());

        assertThat(message.hasRemaining()).isFalse();
        assertThat(peer.recvFrom(buffer).length()).isEqualTo(2);
        assertThat(buffer.get(0)).isEqualTo((byte) 2);
    }

    @Test
    void addressComesInThreeForms() throws NetException {
        SocketAddr to = peer.localAddress();
        socket.sendTo(ByteBuffer.allocate(1), to);
        socket.sendTo(ByteBuffer.allocate(2), to.toString());
        socket.sendTo(ByteBuffer.allocate(3), "127.0.0.1", to.port());

        for (int length = 1; length <= 3; length++) {
            assertThat(peer.recvFrom(buffer.clear()).length()).isEqualTo(length);
        }
    }

    @Test
    void tooLongMessageIsNamedAndNotSent() throws NetException {
        var message = ByteBuffer.allocate(MAX_SIZE + 1);

        Expect.failure(
                ErrorKind.MESSAGE_TOO_LONG,
                "send",
                peer.localAddress(),
                () -> socket.sendTo(message, peer.localAddress()));

        assertThat(message.remaining()).isEqualTo(MAX_SIZE + 1);
        assertNothingCame();
    }

    @Test
    void tooLongMessageToTheConnectedPeerIsNamed() throws NetException {
        socket.connect(peer.localAddress());

        Expect.failure(
                ErrorKind.MESSAGE_TOO_LONG,
                "send",
                peer.localAddress(),
                () -> socket.send(ByteBuffer.allocate(MAX_SIZE + 1)));
    }

    @Test
    void tooLongMessageToAMappedAddressIsNamed() throws NetException {
        Loopback.IPV6.host();
        try (var both = UdpSocket.bind("[::]:0")) {
            var mapped =
                    SocketAddr.parse("[::ffff:127.0.0.1]:" + peer.localAddress().port());

            Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> both.sendTo(ByteBuffer.allocate(MAX_SIZE + 1), mapped));
        }
    }

    @Test
    void sendWithoutPeerIsNotConnected() {
        Expect.failure(
                ErrorKind.NOT_CONNECTED, "send", socket.localAddress(), () -> socket.send(ByteBuffer.allocate(1)));
    }

    @Test
    void ipv4SocketRefusesAnIpv6Address() throws NetException {
        var six = SocketAddr.parse("[::1]:9");

        Expect.failure(
                ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, "send", six, () -> socket.sendTo(ByteBuffer.allocate(1), six));
    }

    @Test
    void portZeroIsNoDestination() throws NetException {
        Expect.failure(
                ErrorKind.INVALID_INPUT,
                "send",
                Loopback.IPV4.any(),
                () -> socket.sendTo(ByteBuffer.allocate(1), Loopback.IPV4.any()));
        Expect.failure(ErrorKind.INVALID_INPUT, () -> socket.sendTo(ByteBuffer.allocate(1), "127.0.0.1:0"));
    }

    @Test
    void malformedAddressIsInvalidInput() {
        Expect.failure(
                ErrorKind.INVALID_INPUT, "send", "no port", () -> socket.sendTo(ByteBuffer.allocate(1), "no port"));
    }

    /// The system refuses it before anything leaves the machine.
    @Test
    void broadcastWithoutTheOptionIsDenied() throws NetException {
        var everybody = SocketAddr.parse("255.255.255.255:9");
        try (var anywhere = UdpSocket.bind("0.0.0.0:0")) {
            var failure =
                    catchThrowableOfType(NetException.class, () -> anywhere.sendTo(ByteBuffer.allocate(1), everybody));

            // A machine without any way out says so first.
            assertThat(failure.kind()).isIn(ErrorKind.PERMISSION_DENIED, ErrorKind.NETWORK_UNREACHABLE);
            assertThat(failure.operation()).isEqualTo("send");
            assertThat(failure.address()).contains(everybody.toString());
        }
    }

    @Test
    void closedSocketSaysSo() throws NetException {
        socket.close();

        Expect.failure(
                ErrorKind.CLOSED,
                "send",
                peer.localAddress(),
                () -> socket.sendTo(ByteBuffer.allocate(1), peer.localAddress()));
        Expect.failure(ErrorKind.CLOSED, () -> socket.send(ByteBuffer.allocate(1)));
        Expect.failure(ErrorKind.CLOSED, () -> socket.recvFrom(buffer));
        Expect.failure(ErrorKind.CLOSED, () -> socket.recv(buffer));
        Expect.failure(ErrorKind.CLOSED, () -> socket.tryRecvFrom(buffer, new Received()));
        Expect.failure(ErrorKind.CLOSED, () -> socket.connect(peer.localAddress()));
        Expect.failure(ErrorKind.CLOSED, () -> socket.awaitReadable());
        Expect.failure(ErrorKind.CLOSED, () -> socket.tryClone());
        assertThat(socket.isOpen()).isFalse();
        socket.close();
    }
}
