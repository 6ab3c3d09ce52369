package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Options of a UDP socket: what is set is what is read, before and after the bind; what the jdk platform lacks
/// is UNSUPPORTED.
@NetworkTest
class UdpSocketOptionsTest {
    private static final boolean JDK = Platform.current().name().equals("jdk");

    private UdpSocket socket;

    @BeforeEach
    void open() throws NetException {
        socket = UdpSocket.bind(Loopback.IPV4.any());
    }

    @AfterEach
    void close() throws NetException {
        socket.close();
    }

    private void unsupported(String operation, ThrowingCallable call) {
        Expect.failure(ErrorKind.UNSUPPORTED, operation, socket.localAddress(), call);
    }

    @Test
    void broadcastIsRefusedUntilItIsAllowed() throws NetException {
        assertThat(socket.broadcast()).isFalse();
        Expect.failure(
                ErrorKind.PERMISSION_DENIED,
                "send",
                "127.255.255.255:9",
                () -> socket.sendTo(ByteBuffer.allocate(1), "127.255.255.255:9"));

        socket.setBroadcast(true);

        assertThat(socket.broadcast()).isTrue();
        try (var everywhere = UdpSocket.bind("0.0.0.0:0")) {
            int port = everywhere.localAddress().port();
            socket.sendTo(ByteBuffer.allocate(3), "127.255.255.255", port);
            assertThat(everywhere.recvFrom(ByteBuffer.allocate(8)).length()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ttl(Loopback loopback) throws NetException {
        try (var socket = UdpSocket.bind(loopback.any())) {
            if (JDK) {
                Expect.failure(ErrorKind.UNSUPPORTED, "get TTL", socket.localAddress(), socket::ttl);
                Expect.failure(ErrorKind.UNSUPPORTED, "set TTL", socket.localAddress(), () -> socket.setTtl(7));
            } else {
                assertThat(socket.ttl()).isPositive();
                socket.setTtl(7);
                assertThat(socket.ttl()).isEqualTo(7);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 256})
    void ttlIsWithinItsByte(int ttl) {
        assertThatIllegalArgumentException().isThrownBy(() -> socket.setTtl(ttl));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UdpSocket.options().ttl(ttl));
    }

    @ParameterizedTest
    @EnumSource
    void multicastOptions(Loopback loopback) throws NetException {
        try (var socket = UdpSocket.bind(loopback.any())) {
            assertThat(socket.multicastTtl()).isEqualTo(1);
            socket.setMulticastTtl(0);
            assertThat(socket.multicastTtl()).isZero();
            socket.setMulticastTtl(255);
            assertThat(socket.multicastTtl()).isEqualTo(255);
            assertThat(socket.multicastLoop()).isTrue();
            socket.setMulticastLoop(false);
            assertThat(socket.multicastLoop()).isFalse();
            assertThatIllegalArgumentException().isThrownBy(() -> socket.setMulticastTtl(256));
            assertThatIllegalArgumentException().isThrownBy(() -> socket.setMulticastTtl(-1));
            assertThatIllegalArgumentException().isThrownBy(() -> socket.setMulticastInterface(0));
        }
    }

    /// Systems round the sizes in ways of their own, so no more can be said than that it grew.
    @Test
    void bufferSizes() throws NetException {
        int send = socket.sendBufferSize();
        int receive = socket.receiveBufferSize();
        socket.setSendBufferSize(8 * 1024);
        socket.setReceiveBufferSize(8 * 1024);
        assertThat(socket.sendBufferSize()).isBetween(8 * 1024, send - 1);
        assertThat(socket.receiveBufferSize()).isBetween(8 * 1024, receive - 1);
        assertThatIllegalArgumentException().isThrownBy(() -> socket.setSendBufferSize(0));
        assertThatIllegalArgumentException().isThrownBy(() -> socket.setReceiveBufferSize(-1));
    }

    @Test
    void clonesShareOptions() throws NetException {
        try (var clone = socket.tryClone()) {
            socket.setBroadcast(true);
            assertThat(clone.broadcast()).isTrue();
        }
    }

    @Test
    void closedHandleHasNoOptions() throws NetException {
        var local = socket.localAddress();
        socket.close();
        Expect.failure(ErrorKind.CLOSED, "get SO_BROADCAST", local, socket::broadcast);
        Expect.failure(ErrorKind.CLOSED, "set SO_BROADCAST", local, () -> socket.setBroadcast(true));
        Expect.failure(ErrorKind.CLOSED, "disconnect", local, socket::disconnect);
        Expect.failure(ErrorKind.CLOSED, "take error", local, socket::takeError);
    }

    @Test
    void errorThatTheSystemNotedCanBeTakenOnce() throws Exception {
        if (JDK) {
            unsupported("take error", socket::takeError);
            return;
        }
        assertThat(socket.takeError()).isEmpty();
        var nobody = Loopback.IPV4.closedPort();
        socket.connect(nobody);
        socket.send(ByteBuffer.allocate(1));
        socket.awaitReadable();

        var noted = socket.takeError().orElseThrow();

        Expect.says(noted, ErrorKind.CONNECTION_REFUSED, "take error", nobody);
        assertThat(noted.osError()).hasValue(111);
        assertThat(socket.takeError()).isEmpty();
    }

    @Test
    void addressCanBeSharedIfAllSaySo() throws NetException {
        var shared = UdpSocket.options().reuseAddress(true);
        try (var one = shared.bind(Loopback.IPV4.any());
                var other = shared.bind(one.localAddress())) {
            assertThat(other.localAddress()).isEqualTo(one.localAddress());
            Expect.failure(ErrorKind.ADDRESS_IN_USE, () -> UdpSocket.bind(one.localAddress()));
        }
    }

    @Test
    void portCanBeSharedAndItsDatagramsSpread() throws Exception {
        var shared = UdpSocket.options().reusePort(true);
        try (var one = shared.bind(Loopback.IPV4.any());
                var other = shared.bind(one.localAddress())) {
            for (int i = 0; i < 64; i++) {
                try (var sender = UdpSocket.bind(Loopback.IPV4.any())) {
                    sender.sendTo(ByteBuffer.allocate(1), one.localAddress());
                }
            }
            one.awaitReadable(Eventually.PATIENCE);
            other.awaitReadable(Eventually.PATIENCE);
        }
    }

    @Test
    void onlyV6LeavesThePortToIpv4() throws NetException {
        Loopback.IPV6.host();
        var options = UdpSocket.options().onlyV6(true);
        if (JDK) {
            Expect.failure(ErrorKind.UNSUPPORTED, "set IPV6_V6ONLY", "[::]:0", () -> options.bind("[::]:0"));
            return;
        }
        try (var six = options.bind("[::]:0");
                var four = options.bind("0.0.0.0", six.localAddress().port())) {
            assertThat(four.localAddress().port()).isEqualTo(six.localAddress().port());
        }
    }

    @Test
    void device() throws NetException {
        var options = UdpSocket.options().bindDevice("lo");
        if (JDK) {
            Expect.failure(ErrorKind.UNSUPPORTED, "set SO_BINDTODEVICE", "127.0.0.1:0", () -> options.bind(any()));
            return;
        }
        try (var bound = options.bind(Loopback.IPV4.any())) {
            socket.sendTo(ByteBuffer.allocate(2), bound.localAddress());
            assertThat(bound.recvFrom(ByteBuffer.allocate(4)).length()).isEqualTo(2);
        }
        Expect.failure(ErrorKind.NOT_FOUND, () -> options.bindDevice("nosuch0").bind(any()));
        Expect.failure(
                ErrorKind.INVALID_INPUT,
                () -> options.bindDevice("a-name-that-is-too-long").bind(any()));
    }

    private static String any() {
        return "127.0.0.1:0";
    }

    @Test
    void optionsAreSetBeforeTheBindAndLeaveTheOnesTheyCameFrom() throws NetException {
        var plain = UdpSocket.options();
        var wide = plain.broadcast(true).sendBufferSize(8 * 1024).receiveBufferSize(8 * 1024);
        try (var one = wide.bind("127.0.0.1", 0);
                var other = plain.bind(Loopback.IPV4.any());
                var narrow = wide.broadcast(false).bind(any())) {
            assertThat(one.broadcast()).isTrue();
            assertThat(other.broadcast()).isFalse();
            assertThat(narrow.broadcast()).isFalse();
            assertThat(one.sendBufferSize()).isLessThan(other.sendBufferSize());
            assertThat(one.receiveBufferSize()).isLessThan(other.receiveBufferSize());
        }
        assertThatIllegalArgumentException().isThrownBy(() -> plain.sendBufferSize(0));
        if (!JDK) {
            try (var near = plain.ttl(3).bind(any())) {
                assertThat(near.ttl()).isEqualTo(3);
            }
        }
    }
}
