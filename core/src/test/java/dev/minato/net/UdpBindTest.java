package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Sockets;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A socket is bound where it was asked to be, alone, and gives port and descriptor back when it is closed.
@NetworkTest
class UdpBindTest {
    @ParameterizedTest
    @EnumSource
    void portZeroLetsTheSystemChoose(Loopback family) throws NetException {
        try (var socket = UdpSocket.bind(family.any())) {
            assertThat(socket.localAddress().port()).isPositive();
            assertThat(socket.localAddress())
                    .isEqualTo(family.at(socket.localAddress().port()));
            assertThat(socket.isOpen()).isTrue();
        }
    }

    @Test
    void addressComesInThreeForms() throws NetException {
        try (var first = UdpSocket.bind("127.0.0.1:0");
                var second = UdpSocket.bind("127.0.0.1", 0);
                var third = UdpSocket.bind(SocketAddr.parse("127.0.0.1:0"));
                var byName = UdpSocket.bind("localhost:0")) {
            assertThat(first.localAddress().ip())
                    .isEqualTo(second.localAddress().ip())
                    .isEqualTo(third.localAddress().ip());
            assertThat(byName.localAddress().ip().isLoopback()).isTrue();
        }
    }

    /// A client need not know of which family its peer is.
    @ParameterizedTest
    @EnumSource
    void aClientIsBoundForThePeersFamily(Loopback family) throws NetException {
        try (var peer = UdpSocket.bind(family.any())) {
            SocketAddr address = peer.localAddress();
            int port = address.port();
            for (UdpSocket client : List.of(
                    UdpSocket.bindFor(address),
                    UdpSocket.bindFor(address.toString()),
                    UdpSocket.bindFor(family.host(), port),
                    UdpSocket.options().broadcast(true).bindFor(address),
                    UdpSocket.options().broadcast(true).bindFor(address.toString()),
                    UdpSocket.options().broadcast(true).bindFor(family.host(), port))) {
                try (client) {
                    assertThat(client.localAddress().ip().isUnspecified()).isTrue();
                    assertThat(client.localAddress().isIpv6()).isEqualTo(address.isIpv6());
                    assertThat(client.peerAddress()).isEmpty();
                    client.sendTo(ByteBuffer.allocate(3), address);
                    SocketAddr from = peer.recvFrom(ByteBuffer.allocate(4)).sender();
                    assertThat(from)
                            .isEqualTo(
                                    family.any().withPort(client.localAddress().port()));
                }
            }
        }
    }

    @Test
    void aClientIsBoundForTheFamilyOfAName() throws NetException {
        try (var peer = UdpSocket.bind("localhost:0")) {
            int port = peer.localAddress().port();
            try (var client = UdpSocket.bindFor("localhost", port)) {
                client.connect("localhost", port);
                assertThat(client.peerAddress()).contains(peer.localAddress());
            }
        }
        Expect.failure(ErrorKind.INVALID_INPUT, "bind for", "127.1:80", () -> UdpSocket.bindFor("127.1:80"));
        String nobody = "nobody.invalid:1";
        Expect.failure(ErrorKind.HOST_NOT_FOUND, "bind for", nobody, () -> UdpSocket.bindFor(nobody));
        assertThatIllegalArgumentException().isThrownBy(() -> UdpSocket.bindFor("127.0.0.1", 65_536));
    }

    @Test
    void takenAddressIsInUse() throws NetException {
        try (var taken = UdpSocket.bind(Loopback.IPV4.any())) {
            SocketAddr address = taken.localAddress();

            Expect.failure(ErrorKind.ADDRESS_IN_USE, "bind", address, () -> UdpSocket.bind(address));
        }
    }

    @Test
    void foreignAddressIsNotAvailable() {
        Expect.failure(ErrorKind.ADDRESS_NOT_AVAILABLE, "bind", "192.0.2.1:0", () -> UdpSocket.bind("192.0.2.1:0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1", "127.0.0.1:65536", "::1:x", "127.0.0.1:-1", "01.2.3.4:0"})
    void malformedAddressIsInvalidInput(String text) {
        Expect.failure(ErrorKind.INVALID_INPUT, () -> UdpSocket.bind(text));
    }

    @Test
    void failedBindLeavesNoDescriptor() throws NetException {
        try (var taken = UdpSocket.bind(Loopback.IPV4.any())) {
            long before = Sockets.open();
            for (int i = 0; i < 20; i++) {
                Expect.failure(ErrorKind.ADDRESS_IN_USE, () -> UdpSocket.bind(taken.localAddress()));
            }
            assertThat(Sockets.open()).isEqualTo(before);
        }
    }

    @Test
    void closeGivesBackPortAndDescriptorAtOnce() throws NetException {
        long before = Sockets.open();
        var socket = UdpSocket.bind(Loopback.IPV4.any());
        SocketAddr address = socket.localAddress();
        for (int i = 0; i < 100; i++) {
            assertThat(Sockets.open()).isEqualTo(before + 1);
            socket.close();
            assertThat(Sockets.open()).isEqualTo(before);
            socket = UdpSocket.bind(address);
        }
        socket.close();
        assertThat(socket.localAddress()).isEqualTo(address);
    }

    @ParameterizedTest
    @EnumSource
    void portIsFreeAtOnceAlthoughAThreadWaited(Threads threads) throws Exception {
        var socket = UdpSocket.bind(Loopback.IPV4.any());
        SocketAddr address = socket.localAddress();
        for (int i = 0; i < 50; i++) {
            UdpSocket waited = socket;
            var call =
                    threads.call(() -> waited.recvFrom(ByteBuffer.allocate(1))).awaitWaiting();

            waited.close();
            socket = UdpSocket.bind(address);

            assertThat(call.failure().kind()).isEqualTo(ErrorKind.CLOSED);
        }
        socket.close();
    }

    @Test
    void portIsFreeAfterTheLastCloneOnly() throws NetException {
        var socket = UdpSocket.bind(Loopback.IPV4.any());
        SocketAddr address = socket.localAddress();
        var clone = socket.tryClone();

        socket.close();
        Expect.failure(ErrorKind.ADDRESS_IN_USE, () -> UdpSocket.bind(address));

        clone.close();
        UdpSocket.bind(address).close();
    }
}
