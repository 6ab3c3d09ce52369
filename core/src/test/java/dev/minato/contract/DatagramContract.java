package dev.minato.contract;

import static dev.minato.error.ErrorKind.ADDRESS_IN_USE;
import static dev.minato.error.ErrorKind.ADDRESS_NOT_AVAILABLE;
import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.CONNECTION_REFUSED;
import static dev.minato.error.ErrorKind.MESSAGE_TOO_LONG;
import static dev.minato.error.ErrorKind.NOT_CONNECTED;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.address.SocketAddr;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/// Datagrams come whole, once, with their sender; what has no room is cut, and said to be.
@Contract
class DatagramContract {
    private static final Duration SHORT = Duration.ofMillis(10);

    @Parameter
    World world;

    private UdpSocket one;
    private UdpSocket two;

    @BeforeEach
    void open() throws Exception {
        one = world.udpSocket();
        two = world.udpSocket();
    }

    @AfterEach
    void close() throws Exception {
        one.close();
        two.close();
    }

    @Test
    void datagramComesWithItsSender() throws Exception {
        one.sendTo(text("hello"), two.localAddress());
        var buffer = ByteBuffer.allocate(10);
        Received received = two.recvFrom(buffer);
        assertThat(received.length()).isEqualTo(5);
        assertThat(received.sender()).isEqualTo(one.localAddress());
        assertThat(UTF_8.decode(buffer.flip()).toString()).isEqualTo("hello");
    }

    @Test
    void addressesAreThoseOfTheTwoEnds() throws Exception {
        assertThat(one.peerAddress()).isEmpty();
        assertThat(one.localAddress().ip()).isEqualTo(world.family().any().ip());
        one.connect(two.localAddress());
        assertThat(one.peerAddress()).contains(two.localAddress());
    }

    @Test
    void bindFailuresAreNamed() {
        // Addresses for documentation: RFC 5737 and RFC 3849.
        var foreign = SocketAddr.parse(world.family() == Loopback.IPV4 ? "192.0.2.1:9999" : "[2001:db8::1]:9999");
        Expect.failure(ADDRESS_NOT_AVAILABLE, "bind", foreign, () -> UdpSocket.bind(foreign));
        var taken = one.localAddress();
        Expect.failure(ADDRESS_IN_USE, "bind", taken, () -> UdpSocket.bind(taken));
    }

    @Test
    void connectedSocketTalksToItselfToo() throws Exception {
        one.connect(one.localAddress());
        one.send(text("hello world"));
        assertThat(one.recv(ByteBuffer.allocate(11))).isEqualTo(11);
    }

    @Test
    void connectedSocketsTalkToEachOther() throws Exception {
        one.connect(two.localAddress());
        two.connect(one.localAddress());
        one.send(text("ping"));
        assertThat(two.recv(ByteBuffer.allocate(10))).isEqualTo(4);
        two.send(text("pong!"));
        assertThat(one.recv(ByteBuffer.allocate(10))).isEqualTo(5);
    }

    @Test
    void connectedSocketHearsItsPeerOnly() throws Exception {
        try (var stranger = world.udpSocket()) {
            one.connect(two.localAddress());
            stranger.sendTo(text("stranger"), one.localAddress());
            two.sendTo(text("peer"), one.localAddress());
            assertThat(one.recv(ByteBuffer.allocate(10))).isEqualTo(4);
        }
    }

    @Test
    void sendAndReceiveWithoutPeerAreNotConnected() {
        Expect.failure(NOT_CONNECTED, () -> one.send(text("x")));
        Expect.failure(NOT_CONNECTED, () -> one.recv(ByteBuffer.allocate(1)));
    }

    @Test
    void closedPortRefusesTheNextCallOfAConnectedSocket() throws Exception {
        var gone = two.localAddress();
        two.close();
        one.connect(gone);
        one.send(text("x"));
        Expect.failure(CONNECTION_REFUSED, () -> one.recv(ByteBuffer.allocate(1)));
    }

    @Test
    void clonesReceiveFromTheSameQueue() throws Exception {
        try (var clone = one.tryClone()) {
            var first = world.call(() -> one.recvFrom(ByteBuffer.allocate(4)).length())
                    .awaitWaiting();
            var second = world.call(() -> clone.recvFrom(ByteBuffer.allocate(4)).length())
                    .awaitWaiting();
            two.sendTo(text("1"), one.localAddress());
            two.sendTo(text("22"), one.localAddress());
            assertThat(first.result() + second.result()).isEqualTo(3);
        }
    }

    @Test
    void clonesSendFromTheSameAddress() throws Exception {
        try (var clone = one.tryClone()) {
            clone.sendTo(text("1"), two.localAddress());
            one.sendTo(text("2"), two.localAddress());
            for (int i = 0; i < 2; i++) {
                assertThat(two.recvFrom(ByteBuffer.allocate(4)).sender()).isEqualTo(one.localAddress());
            }
        }
    }

    @Test
    void timeoutsReadBackAndZeroIsInvalidInput() throws Exception {
        var timeout = Duration.ofSeconds(15_410);
        assertThat(one.readTimeout()).isEmpty();
        assertThat(one.writeTimeout()).isEmpty();
        one.setReadTimeout(timeout);
        one.setWriteTimeout(timeout);
        assertThatIllegalArgumentException().isThrownBy(() -> one.setReadTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> one.setWriteTimeout(Duration.ZERO));
        assertThat(one.readTimeout()).contains(timeout);
        assertThat(one.writeTimeout()).contains(timeout);
        one.clearReadTimeout();
        one.clearWriteTimeout();
        assertThat(one.readTimeout()).isEmpty();
        assertThat(one.writeTimeout()).isEmpty();
    }

    @Test
    void timeoutEndsAReceiveAndLosesNothing() throws Exception {
        one.setReadTimeout(SHORT);
        Expect.failure(TIMED_OUT, "receive", one.localAddress(), () -> one.recvFrom(ByteBuffer.allocate(4)));
        two.sendTo(text("1"), one.localAddress());
        one.clearReadTimeout();
        assertThat(one.recvFrom(ByteBuffer.allocate(4)).length()).isEqualTo(1);
        one.setReadTimeout(SHORT);
        Expect.failure(TIMED_OUT, () -> one.recvFrom(ByteBuffer.allocate(4)));
    }

    @Test
    void whatHasNoRoomIsCutAndSaidToBeAndTheNextComesWhole() throws Exception {
        two.sendTo(text("sixteen bytes ok"), one.localAddress());
        two.sendTo(text("next"), one.localAddress());
        Received received = one.recvFrom(ByteBuffer.allocate(8));
        assertThat(received.length()).isEqualTo(8);
        assertThat(received.truncated()).isTrue();
        assertThat(received.realLength()).isEqualTo(16);
        received = one.recvFrom(ByteBuffer.allocate(8));
        assertThat(received.length()).isEqualTo(4);
        assertThat(received.truncated()).isFalse();
    }

    @Test
    void emptyDatagramHasLengthZero() throws Exception {
        two.sendTo(ByteBuffer.allocate(0), one.localAddress());
        two.sendTo(text("x"), one.localAddress());
        Received received = one.recvFrom(ByteBuffer.allocate(8));
        assertThat(received.length()).isZero();
        assertThat(received.sender()).isEqualTo(two.localAddress());
        assertThat(one.recvFrom(ByteBuffer.allocate(8)).length()).isEqualTo(1);
    }

    @Test
    void emptyBufferTakesADatagram() throws Exception {
        two.sendTo(text("gone"), one.localAddress());
        two.sendTo(text("x"), one.localAddress());
        Received received = one.recvFrom(ByteBuffer.allocate(0));
        assertThat(received.length()).isZero();
        assertThat(received.truncated()).isTrue();
        assertThat(one.recvFrom(ByteBuffer.allocate(8)).length()).isEqualTo(1);
    }

    @Test
    void tooLongDatagramIsNamedAndNothingIsSent() throws Exception {
        Expect.failure(
                MESSAGE_TOO_LONG,
                "send",
                two.localAddress(),
                () -> one.sendTo(ByteBuffer.allocate(70_000), two.localAddress()));
        one.sendTo(text("x"), two.localAddress());
        assertThat(two.recvFrom(ByteBuffer.allocate(8)).length()).isEqualTo(1);
    }

    @Test
    void longestDatagramComesWhole() throws Exception {
        // The header of IPv4 counts, that of IPv6 does not.
        int longest = world.family() == Loopback.IPV4 ? 65_507 : 65_527;
        one.sendTo(ByteBuffer.allocate(longest), two.localAddress());
        Received received = two.recvFrom(ByteBuffer.allocate(70_000));
        assertThat(received.length()).isEqualTo(longest);
        assertThat(received.truncated()).isFalse();
    }

    @Test
    void datagramsOfOneSenderComeInOrder() throws Exception {
        for (int i = 0; i < 50; i++) {
            one.sendTo(ByteBuffer.allocate(4).putInt(0, i), two.localAddress());
        }
        for (int i = 0; i < 50; i++) {
            var buffer = ByteBuffer.allocate(4);
            two.recvFrom(buffer);
            assertThat(buffer.flip().getInt()).isEqualTo(i);
        }
        assertThat(two.tryRecvFrom(ByteBuffer.allocate(4), new Received())).isFalse();
    }

    @Test
    void closeEndsAReceiveThatWaits() throws Exception {
        var call = world.call(() -> one.recvFrom(ByteBuffer.allocate(4))).awaitWaiting();
        one.close();
        Expect.says(call.failure(), CLOSED, "receive", one.localAddress());
    }

    private static ByteBuffer text(String text) {
        return UTF_8.encode(text);
    }
}
