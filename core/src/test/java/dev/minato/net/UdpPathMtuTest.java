package dev.minato.net;

import static dev.minato.testing.network.NarrowNetwork.FAR_IPV4;
import static dev.minato.testing.network.NarrowNetwork.FAR_IPV6;
import static dev.minato.testing.network.NarrowNetwork.MTU;
import static dev.minato.testing.network.NarrowNetwork.ROUTER_IPV4;
import static dev.minato.testing.network.NarrowNetwork.ROUTER_IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Able;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.network.NarrowNetwork;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How long a packet on the way to a receiver may be: known, learned from routers, and kept to.
@NetworkTest
class UdpPathMtuTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "[::1]:0", "[::]:0"})
    void isNeverFragmentedOrIsAsTheUserSays(String bound) throws NetException {
        try (var socket = UdpSocket.bind(bound);
                var never = UdpSocket.options().dontFragment(true).bind(bound)) {
            assertThat(never.dontFragment()).isTrue();
            assertThat(socket.dontFragment()).isFalse();
            socket.setDontFragment(true);
            assertThat(socket.dontFragment()).isTrue();
            socket.setDontFragment(false);
            assertThat(socket.dontFragment()).isFalse();
        }
    }

    @Test
    void isKnownOfAPeerOnly() throws Exception {
        try (var socket = UdpSocket.bind("127.0.0.1:0")) {
            if (Able.here().pathMtu()) {
                Expect.failure(ErrorKind.NOT_CONNECTED, "get PATH_MTU", socket.localAddress(), socket::pathMtu);
            }
            socket.connect(socket.localAddress());
            Able.orUnsupported(
                    Able.here().pathMtu(), () -> assertThat(socket.pathMtu()).isGreaterThan(1280));
        }
    }

    /// Through a real router: the first datagram that is too long is lost and reported, then the maximum is
    /// known.
    @ParameterizedTest
    @CsvSource({
        FAR_IPV4 + ", 0.0.0.0, " + ROUTER_IPV4 + ", 28, 3 4",
        FAR_IPV6 + ", [::], " + ROUTER_IPV6 + ", 48, 2 0",
        "::ffff:" + FAR_IPV4 + ", [::], ::ffff:" + ROUTER_IPV4 + ", 28, 3 4",
    })
    void isLearnedFromARouter(String far, String bound, String router, int headers, String icmp) throws Exception {
        assumeTrue(Able.here().datagramErrors());
        try (var program = NarrowNetwork.start(Program.class)) {
            program.say(bound);
            program.say(SocketAddr.of(IpAddr.parse(far), 9).toString());
            assertThat(program.line()).isEqualTo("at first 1500, too long for it: message too long");
            assertThat(program.line())
                    .isEqualTo("receive: message too long, reported by " + router + ", which passes on " + MTU
                            + " bytes a packet");
            assertThat(program.line()).isEqualTo("error: message too long " + router + " " + MTU + " " + icmp);
            assertThat(program.line()).isEqualTo("then " + MTU);
            assertThat(program.line())
                    .isEqualTo("too long now: " + (1400 - headers) + " bytes; a packet to the peer has at most " + MTU
                            + ", with its headers");
            assertThat(program.line()).isEqualTo("short enough");
            assertThat(program.line()).isEqualTo("unconnected: message too long " + router + " " + MTU + " " + icmp);
            assertThat(program.line()).startsWith("hops: host unreachable " + router + " 0 ");
            assertThat(program.line()).matches("no way: (network|host) unreachable " + router + " 0 [13] 0");
        }
    }

    /// Sends what is too long for the router's other link, and says what it hears of it.
    static final class Program {
        private static final Duration LONG = Duration.ofSeconds(30);

        private static int headers;

        static void main() throws Exception {
            String bound = IO.readln() + ":0";
            var far = SocketAddr.parse(IO.readln());
            headers = far.isIpv6() && far.ip().toCanonical().isIpv6() ? 48 : 28;
            try (var socket = open(bound)) {
                connected(socket, far);
            }
            try (var socket = open(bound)) {
                unconnected(socket, far);
            }
        }

        private static UdpSocket open(String bound) throws NetException {
            var socket =
                    UdpSocket.options().dontFragment(true).receiveErrors(true).bind(bound);
            socket.setReadTimeout(LONG);
            return socket;
        }

        private static ByteBuffer packet(int bytes) {
            return ByteBuffer.allocate(bytes - headers);
        }

        private static void connected(UdpSocket socket, SocketAddr far) throws NetException {
            socket.connect(far);
            int first = socket.pathMtu();
            System.out.println("at first " + first + ", too long for it: "
                    + failure(() -> socket.send(packet(1501))).kind());
            socket.send(packet(1400));
            var failure = failure(() -> socket.recv(packet(1500)));
            System.out.println(
                    "receive: " + failure.kind() + ", " + failure.detail().orElse(""));
            System.out.println("error: " + error(socket));
            System.out.println("then " + socket.pathMtu());
            System.out.println("too long now: "
                    + failure(() -> socket.send(packet(1400))).detail().orElse(""));
            socket.send(packet(NarrowNetwork.MTU));
            System.out.println("short enough");
        }

        private static void unconnected(UdpSocket socket, SocketAddr far) throws NetException {
            // The kernel keeps what it has learned of a host for all sockets: another one.
            var other = SocketAddr.parse(far.toString().replace("2]:9", "3]:9").replace("2.2:9", "2.3:9"));
            socket.sendTo(packet(1400), other);
            System.out.println("unconnected: " + nextError(socket));
            socket.setTtl(1);
            socket.sendTo(packet(100), other);
            System.out.println("hops: " + nextError(socket));
            socket.setTtl(64);
            socket.sendTo(
                    packet(100),
                    SocketAddr.parse(far.toString().replace("8:2:", "9:2:").replace("8.2.", "9.2.")));
            System.out.println("no way: " + nextError(socket));
        }

        private static String nextError(UdpSocket socket) throws NetException {
            socket.awaitReadable(LONG);
            return error(socket);
        }

        private static String error(UdpSocket socket) throws NetException {
            var error = socket.tryReceiveError().orElseThrow();
            return error.kind() + " " + error.reporter().orElseThrow() + " "
                    + error.mtu().orElse(0) + " " + error.type() + " " + error.code();
        }

        private interface Call {
            void make() throws NetException;
        }

        private static NetException failure(Call call) {
            try {
                call.make();
                throw new AssertionError("the call did not fail");
            } catch (NetException e) {
                return e;
            }
        }
    }
}
