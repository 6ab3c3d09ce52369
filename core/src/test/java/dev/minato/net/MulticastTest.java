package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Requirement;
import dev.minato.testing.Tool;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// A socket that joined a group hears what is sent to it, and no longer when it left. Nothing leaves the
/// machine: IPv4 uses the loopback interface, which carries no IPv6 groups; so that uses another one, and a
/// group of the scope that stays inside.
@NetworkTest
class MulticastTest {
    private static final Ipv4Addr GROUP = Ipv4Addr.of(239, 255, 77, 7);
    private static final Ipv6Addr GROUP6 = Ipv6Addr.parse("ff01::7707");
    private static final Ipv4Addr HERE = Ipv4Addr.LOCALHOST;

    private final ByteBuffer buffer = ByteBuffer.allocate(16);

    private static int loopback() throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress())
                .getIndex();
    }

    /// The number of an interface that carries IPv6 groups, or that of the loopback one.
    private static int inside() throws IOException {
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
            if (one.isUp()
                    && one.supportsMulticast()
                    && !one.isLoopback()
                    && one.inetAddresses().anyMatch(Inet6Address.class::isInstance)) {
                return one.getIndex();
            }
        }
        return loopback();
    }

    private static UdpSocket sender(Loopback family) throws IOException {
        var sender = UdpSocket.bind(family == Loopback.IPV4 ? "127.0.0.1:0" : "[::]:0");
        sender.setMulticastInterface(family == Loopback.IPV4 ? loopback() : inside());
        return sender;
    }

    /// Sends to the group until the receiver hears it, which is at once where the machine carries groups.
    private static void hears(UdpSocket receiver, UdpSocket sender, SocketAddr to) throws IOException {
        sender.sendTo(ByteBuffer.allocate(3), to);
        receiver.setReadTimeout(Eventually.PATIENCE);
        assertThat(receiver.recvFrom(ByteBuffer.allocate(8)).length()).isEqualTo(3);
    }

    /// What is sent to the socket itself comes after what it would have heard of the group.
    private void hearsNothing(UdpSocket receiver, UdpSocket sender, SocketAddr group, Loopback family)
            throws IOException {
        sender.sendTo(ByteBuffer.allocate(3), group);
        sender.sendTo(ByteBuffer.allocate(5), family.at(group.port()));
        assertThat(receiver.recvFrom(buffer.clear()).length()).isEqualTo(5);
    }

    private static void requireGroups(Loopback family) throws IOException {
        family.host();
        try (var receiver = UdpSocket.bind(family == Loopback.IPV4 ? "0.0.0.0:0" : "[::]:0");
                var sender = sender(family)) {
            int port = receiver.localAddress().port();
            if (family == Loopback.IPV4) {
                receiver.joinMulticastV4(GROUP, HERE);
                sender.sendTo(ByteBuffer.allocate(1), SocketAddr.of(GROUP, port));
            } else {
                receiver.joinMulticastV6(GROUP6, inside());
                sender.sendTo(ByteBuffer.allocate(1), SocketAddr.of(GROUP6, port));
            }
            receiver.awaitReadable(Eventually.PATIENCE);
        } catch (NetException e) {
            Requirement.that("groups of " + family + ": " + e.getMessage(), false);
        }
    }

    @Test
    void groupOfIpv4() throws IOException {
        requireGroups(Loopback.IPV4);
        try (var receiver = UdpSocket.bind("0.0.0.0:0");
                var sender = sender(Loopback.IPV4)) {
            var group = SocketAddr.of(GROUP, receiver.localAddress().port());
            hearsNothing(receiver, sender, group, Loopback.IPV4);

            receiver.joinMulticastV4(GROUP, HERE);
            hears(receiver, sender, group);

            receiver.leaveMulticastV4(GROUP, HERE);
            hearsNothing(receiver, sender, group, Loopback.IPV4);
            receiver.joinMulticastV4(GROUP, HERE);
            hears(receiver, sender, group);
        }
    }

    @Test
    void groupOfIpv6() throws IOException {
        requireGroups(Loopback.IPV6);
        try (var receiver = UdpSocket.bind("[::]:0");
                var sender = sender(Loopback.IPV6)) {
            var group = SocketAddr.of(GROUP6, receiver.localAddress().port());
            assertThat(sender.multicastInterface()).isEqualTo(inside());

            receiver.joinMulticastV6(GROUP6, inside());
            hears(receiver, sender, group);

            receiver.leaveMulticastV6(GROUP6, inside());
            hearsNothing(receiver, sender, group, Loopback.IPV6);
        }
    }

    @Test
    void groupWithOneSource() throws IOException {
        requireGroups(Loopback.IPV4);
        var other = Ipv4Addr.of(127, 0, 0, 2);
        try (var receiver = UdpSocket.bind("0.0.0.0:0");
                var sender = sender(Loopback.IPV4)) {
            var group = SocketAddr.of(GROUP, receiver.localAddress().port());

            receiver.joinMulticastV4(GROUP, other, HERE);
            hearsNothing(receiver, sender, group, Loopback.IPV4);
            receiver.joinMulticastV4(GROUP, HERE, HERE);
            hears(receiver, sender, group);

            receiver.leaveMulticastV4(GROUP, HERE, HERE);
            hearsNothing(receiver, sender, group, Loopback.IPV4);
            Expect.failure(
                    ErrorKind.ADDRESS_NOT_AVAILABLE,
                    "leave",
                    GROUP,
                    () -> receiver.leaveMulticastV4(GROUP, HERE, HERE));
        }
    }

    @Test
    void groupOfIpv6WithOneSource() throws IOException {
        requireGroups(Loopback.IPV6);
        try (var receiver = UdpSocket.bind("[::]:0");
                var sender = sender(Loopback.IPV6)) {
            var group = SocketAddr.of(GROUP6, receiver.localAddress().port());

            receiver.joinMulticastV6(GROUP6, inside());
            sender.sendTo(ByteBuffer.allocate(1), group);
            var source = (Ipv6Addr) receiver.recvFrom(buffer).sender().ip();
            receiver.leaveMulticastV6(GROUP6, inside());

            receiver.joinMulticastV6(GROUP6, Ipv6Addr.parse("fe80::7"), inside());
            hearsNothing(receiver, sender, group, Loopback.IPV6);
            receiver.joinMulticastV6(GROUP6, source, inside());
            hears(receiver, sender, group);
            receiver.leaveMulticastV6(GROUP6, source, inside());
            hearsNothing(receiver, sender, group, Loopback.IPV6);
        }
    }

    /// The loop is the sender's, except on Windows.
    @Test
    void loopReadsBackAndIsUndone() throws IOException {
        requireGroups(Loopback.IPV4);
        try (var receiver = UdpSocket.bind("0.0.0.0:0");
                var sender = sender(Loopback.IPV4)) {
            var group = SocketAddr.of(GROUP, receiver.localAddress().port());
            receiver.joinMulticastV4(GROUP, HERE);
            hears(receiver, sender, group);
            // On the loopback interface itself, everything comes back; so nothing is asserted but that it
            // works.
            sender.setMulticastLoop(false);
            assertThat(sender.multicastLoop()).isFalse();
            sender.setMulticastLoop(true);
            hears(receiver, sender, group);
        }
    }

    @Test
    void allSocketsThatShareAPortHearTheGroup() throws IOException {
        requireGroups(Loopback.IPV4);
        var shared = UdpSocket.options().reuseAddress(true);
        try (var one = shared.bind("0.0.0.0:0");
                var other = shared.bind(one.localAddress());
                var sender = sender(Loopback.IPV4)) {
            var group = SocketAddr.of(GROUP, one.localAddress().port());
            one.joinMulticastV4(GROUP, HERE);
            other.joinMulticastV4(GROUP, HERE);
            hears(one, sender, group);
            assertThat(other.recvFrom(buffer).length()).isEqualTo(3);
        }
    }

    @Test
    void whatCannotBeJoinedIsNamed() throws IOException {
        try (var socket = UdpSocket.bind("0.0.0.0:0")) {
            assertThatIllegalArgumentException().isThrownBy(() -> socket.joinMulticastV4(HERE, HERE));
            Expect.failure(
                    ErrorKind.NOT_FOUND,
                    "join",
                    GROUP,
                    () -> socket.joinMulticastV4(GROUP, Ipv4Addr.of(198, 51, 100, 1)));
            Expect.failure(
                    ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, "join", GROUP6, () -> socket.joinMulticastV6(GROUP6, 1));
            Expect.failure(ErrorKind.ADDRESS_NOT_AVAILABLE, "leave", GROUP, () -> socket.leaveMulticastV4(GROUP, HERE));
            socket.joinMulticastV4(GROUP, HERE);
            Expect.failure(ErrorKind.ADDRESS_IN_USE, "join", GROUP, () -> socket.joinMulticastV4(GROUP, HERE));
            socket.leaveMulticastV4(GROUP, HERE);
        }
        var closed = UdpSocket.bind("0.0.0.0:0");
        closed.close();
        Expect.failure(ErrorKind.CLOSED, "join", GROUP, () -> closed.joinMulticastV4(GROUP, HERE));
        Loopback.IPV6.host();
        try (var socket = UdpSocket.bind("[::]:0")) {
            Expect.failure(ErrorKind.NOT_FOUND, "join", GROUP6, () -> socket.joinMulticastV6(GROUP6, 54_321));
            assertThatIllegalArgumentException().isThrownBy(() -> socket.joinMulticastV6(GROUP6, -1));
            assertThatIllegalArgumentException().isThrownBy(() -> socket.joinMulticastV6(Ipv6Addr.LOCALHOST, 0));
            Expect.failure(ErrorKind.NOT_FOUND, () -> socket.setMulticastInterface(54_321));
        }
    }

    @Test
    void ipv4SocketOfLinuxDoesNotTellItsInterface() throws IOException {
        try (var sender = sender(Loopback.IPV4)) {
            if (Platform.current().name().equals("linux")) {
                Expect.failure(ErrorKind.UNSUPPORTED, sender::multicastInterface);
            } else {
                assertThat(sender.multicastInterface()).isEqualTo(loopback());
            }
        }
    }

    /// socat joins, and hears us; and we hear socat.
    @Test
    void groupWithSocat() throws Exception {
        requireGroups(Loopback.IPV4);
        try (var receiver = UdpSocket.bind("0.0.0.0:0")) {
            receiver.joinMulticastV4(GROUP, HERE);
            int port = receiver.localAddress().port();
            var group = "UDP4-DATAGRAM:" + GROUP + ":" + port + ",ip-multicast-if=127.0.0.1";
            assertThat(Tool.output("hello from socat", "socat", "-u", "-", group))
                    .isEmpty();
            receiver.setReadTimeout(Eventually.PATIENCE);
            receiver.recvFrom(buffer);
            assertThat(buffer.position()).isEqualTo(16);
        }
    }
}
