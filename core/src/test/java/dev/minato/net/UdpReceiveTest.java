package dev.minato.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.DatagramTest;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A receive takes one datagram, says how long it was, and never takes an empty one for an end.
@NetworkTest
class UdpReceiveTest extends DatagramTest {
    private static final int MAX_SIZE = 65_507;

    private final ByteBuffer buffer = ByteBuffer.allocate(8);
    private final Received received = new Received();

    private void send(String text) throws NetException {
        peer.sendTo(ByteBuffer.wrap(text.getBytes(UTF_8)), socket.localAddress());
    }

    private String text() {
        buffer.flip();
        return UTF_8.decode(buffer).toString();
    }

    @Test
    void saysLengthAndSender() throws NetException {
        send("four");

        socket.recvFrom(buffer, received);

        assertThat(received.length()).isEqualTo(4);
        assertThat(received.realLength()).isEqualTo(4);
        assertThat(received.truncated()).isFalse();
        assertThat(received.sender()).isEqualTo(peer.localAddress());
        assertThat(received).hasToString("4 of 4 bytes from " + peer.localAddress());
        assertThat(text()).isEqualTo("four");
    }

    @ParameterizedTest
    @EnumSource
    void senderHasTheFamilyOfTheSocket(Loopback family) throws NetException {
        try (var to = UdpSocket.bind(family.any());
                var from = UdpSocket.bind(family.any())) {
            from.sendTo(ByteBuffer.allocate(1), to.localAddress());

            assertThat(to.recvFrom(buffer).sender()).isEqualTo(from.localAddress());
        }
    }

    @Test
    void longDatagramIsCutAndTheNextIsWhole() throws NetException {
        send("sixteen bytes, 16");
        send("next");

        socket.recvFrom(buffer, received);
        assertThat(received.length()).isEqualTo(8);
        assertThat(received.realLength()).isEqualTo(17);
        assertThat(received.truncated()).isTrue();
        assertThat(text()).isEqualTo("sixteen ");

        socket.recvFrom(buffer.clear(), received);
        assertThat(received.truncated()).isFalse();
        assertThat(text()).isEqualTo("next");
    }

    @Test
    void datagramThatJustFitsIsNotCut() throws NetException {
        send("8 bytes!");

        socket.recvFrom(buffer, received);

        assertThat(received.length()).isEqualTo(8);
        assertThat(received.truncated()).isFalse();
    }

    @Test
    void roomIsWhatRemainsInTheBuffer() throws NetException {
        send("abc");
        buffer.put((byte) '>').limit(3);

        socket.recvFrom(buffer, received);

        assertThat(received.length()).isEqualTo(2);
        assertThat(received.realLength()).isEqualTo(3);
        assertThat(text()).isEqualTo(">ab");
    }

    @Test
    void largestDatagramComesWhole() throws NetException {
        peer.sendTo(ByteBuffer.allocate(MAX_SIZE), socket.localAddress());

        socket.recvFrom(ByteBuffer.allocate(MAX_SIZE + 1), received);

        assertThat(received.length()).isEqualTo(MAX_SIZE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void emptyDatagramIsNoEnd(boolean connected) throws NetException {
        if (connected) {
            socket.connect(peer.localAddress());
        }
        send("");
        send("on");

        socket.recvFrom(buffer, received);
        assertThat(received.length()).isZero();
        assertThat(received.realLength()).isZero();
        assertThat(received.truncated()).isFalse();
        assertThat(received.sender()).isEqualTo(peer.localAddress());

        socket.recvFrom(buffer, received);
        assertThat(text()).isEqualTo("on");
    }

    @Test
    void emptyDatagramHasLengthZeroForAConnectedReceive() throws NetException {
        socket.connect(peer.localAddress());
        send("");
        send("on");

        assertThat(socket.recv(buffer)).isZero();
        assertThat(socket.recv(buffer)).isEqualTo(2);
        assertThat(text()).isEqualTo("on");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bufferWithoutRoomTakesADatagram(boolean connected) throws NetException {
        if (connected) {
            socket.connect(peer.localAddress());
        }
        send("gone");
        send("next");

        socket.recvFrom(ByteBuffer.allocate(0), received);
        assertThat(received.length()).isZero();
        assertThat(received.realLength()).isEqualTo(4);
        assertThat(received.truncated()).isTrue();

        socket.recvFrom(buffer, received);
        assertThat(text()).isEqualTo("next");
    }

    @Test
    void connectedReceiveCutsToo() throws NetException {
        socket.connect(peer.localAddress());
        send("more than eight");
        send("next");

        assertThat(socket.recv(buffer)).isEqualTo(8);
        assertThat(socket.recv(buffer.clear())).isEqualTo(4);
    }

    @Test
    void convenienceFormGivesANewHolder() throws NetException {
        send("a");
        send("bc");

        Received first = socket.recvFrom(buffer);
        Received second = socket.recvFrom(buffer);

        assertThat(first.length()).isEqualTo(1);
        assertThat(second.length()).isEqualTo(2);
        assertThat(text()).isEqualTo("abc");
    }

    @Test
    void tryReceiveDoesNotWait() throws NetException {
        assertThat(socket.tryRecvFrom(buffer, received)).isFalse();

        send("");
        socket.awaitReadable();

        assertThat(socket.tryRecvFrom(buffer, received)).isTrue();
        assertThat(socket.tryRecvFrom(buffer, received)).isFalse();
    }

    @Test
    void nonBlockingModeNamesWhatWouldBlock() throws NetException {
        try (var clone = socket.tryClone()) {
            socket.setNonBlocking(true);
            assertThat(clone.isNonBlocking()).isTrue();

            Expect.failure(
                    ErrorKind.WOULD_BLOCK, "receive", socket.localAddress(), () -> clone.recvFrom(buffer, received));

            send("now");
            socket.awaitReadable();
            socket.recvFrom(buffer, received);
            assertThat(text()).isEqualTo("now");
        }
    }

    @Test
    void receiveWithoutPeerIsNotConnected() {
        Expect.failure(ErrorKind.NOT_CONNECTED, "receive", socket.localAddress(), () -> socket.recv(buffer));
    }

    @Test
    void holderSaysNothingBeforeTheFirstReceive() {
        assertThatThrownBy(received::sender).isInstanceOf(IllegalStateException.class);
    }
}
