package dev.minato.net;

import static dev.minato.error.ErrorKind.ADDRESS_IN_USE;
import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.CONNECTION_REFUSED;
import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static dev.minato.error.ErrorKind.HOST_NOT_FOUND;
import static dev.minato.error.ErrorKind.INVALID_INPUT;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.RawPeer;
import dev.minato.testing.TwoAddresses;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a listener can be bound to, how that fails, and that its port is free after the close.
@NetworkTest
class TcpBindTest {
    @ParameterizedTest
    @EnumSource
    void portZeroLetsTheSystemChoose(Loopback family) throws NetException {
        try (var one = TcpListener.bind(family.any());
                var other = TcpListener.bind(family.any())) {
            assertThat(one.localAddress().ip()).isEqualTo(family.any().ip());
            assertThat(one.localAddress().port())
                    .isPositive()
                    .isNotEqualTo(other.localAddress().port());
            assertThat(one).hasToString("tcp " + one.localAddress());
        }
    }

    @Test
    void everyFormOfAnAddressIsTaken() throws NetException {
        var loopback = SocketAddr.parse("127.0.0.1:0");
        try (var text = TcpListener.bind("127.0.0.1:0");
                var parts = TcpListener.bind("127.0.0.1", 0);
                var address = TcpListener.bind(loopback);
                var optionsText = TcpListener.options().bind("127.0.0.1:0");
                var optionsParts = TcpListener.options().bind("127.0.0.1", 0);
                var optionsAddress = TcpListener.options().bind(loopback);
                var name = TcpListener.bind("localhost:0")) {
            for (var listener : List.of(text, parts, address, optionsText, optionsParts, optionsAddress)) {
                assertThat(listener.localAddress().ip()).isEqualTo(loopback.ip());
            }
            assertThat(name.localAddress().ip().isLoopback()).isTrue();
        }
    }

    @Test
    void anIpv6HostNeedsNoBracketsWhenThePortIsApart() throws NetException {
        try (var listener = TcpListener.bind(Loopback.IPV6.host(), 0)) {
            assertThat(listener.localAddress().ip()).isEqualTo(Ipv6Addr.LOCALHOST);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "127.0.0.1", ":80", "127.1:80", "0x7f.1:80", "[::1]", "::1:80", "h:", "h:99999"
            })
    void textThatIsNoAddressIsInvalidInput(String text) {
        var failure = Expect.failure(INVALID_INPUT, () -> TcpListener.bind(text));
        assertThat(failure.operation()).isEqualTo("bind");
        assertThat(failure.address()).contains(text);
        assertThat(failure.getMessage()).startsWith("bind " + text + ": invalid input: ");
    }

    @Test
    void aPortOutOfRangeIsRefusedBeforeAnythingIsTried() {
        assertThatIllegalArgumentException().isThrownBy(() -> TcpListener.bind("127.0.0.1", 65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> TcpListener.bind("127.0.0.1", -1));
    }

    /// The name is reserved for this: RFC 6761.
    @Test
    void aNameWithoutAddressIsNotFound() {
        Expect.failure(HOST_NOT_FOUND, "bind", "nobody.invalid:0", () -> TcpListener.bind("nobody.invalid:0"));
    }

    @Test
    void eachAddressOfANameIsTriedUntilOneCanBeBound() throws Exception {
        var name = TwoAddresses.find();
        try (var first = TcpListener.bind(name.first(0));
                var listener =
                        TcpListener.bind(TwoAddresses.NAME, first.localAddress().port())) {
            assertThat(listener.localAddress())
                    .isEqualTo(name.second(first.localAddress().port()));
        }
    }

    @Test
    void ifNoAddressOfANameCanBeBoundTheLastFailureIsThrown() throws Exception {
        var name = TwoAddresses.find();
        try (var first = TcpListener.bind(name.first(0))) {
            int port = first.localAddress().port();
            try (var second = TcpListener.bind(name.second(port))) {
                Expect.failure(
                        ADDRESS_IN_USE, "bind", second.localAddress(), () -> TcpListener.bind(TwoAddresses.NAME, port));
            }
        }
    }

    @Test
    void aFailedBindLeavesTheListenerThatHasTheAddressAlone() throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            Expect.failure(ADDRESS_IN_USE, () -> TcpListener.bind(listener.localAddress()));
            Pair.of(listener).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePortIsFreeWhenTheCloseReturns(Loopback family) throws NetException {
        SocketAddr address = family.any();
        for (int round = 0; round < 200; round++) {
            try (var listener = TcpListener.bind(address)) {
                address = listener.localAddress();
                // Accepted and closed here first, so that this side is left in TIME_WAIT.
                try (var near = TcpStream.connect(address)) {
                    listener.accept().close();
                    assertThat(near.read(new byte[1])).isEqualTo(-1);
                }
            }
        }
    }

    /// The selector of a platform may hold a descriptor longer than the socket lives.
    @ParameterizedTest
    @EnumSource
    void thePortIsFreeWhenTheCloseReturnsAlsoIfSomebodyHadWaited(Loopback family) throws NetException {
        SocketAddr address = family.any();
        for (int round = 0; round < 200; round++) {
            try (var listener = TcpListener.bind(address)) {
                address = listener.localAddress();
                Expect.failure(TIMED_OUT, () -> listener.accept(Duration.ofNanos(1)));
            }
        }
    }

    @Test
    void afterTheCloseNobodyCanConnect() throws NetException {
        var listener = TcpListener.bind("127.0.0.1:0");
        listener.close();
        listener.close();

        assertThat(listener.isOpen()).isFalse();
        Expect.failure(CLOSED, "accept", listener.localAddress(), listener::accept);
        Expect.failure(CLOSED, "accept", listener.localAddress(), listener::tryAccept);
        Expect.failure(CONNECTION_REFUSED, () -> TcpStream.connect(listener.localAddress()));
    }

    @Test
    void connectionsThatNobodyAcceptedAreResetByTheClose() throws NetException {
        var listener = TcpListener.bind("127.0.0.1:0");
        try (var waiting = TcpStream.connect(listener.localAddress())) {
            listener.close();
            Expect.failure(CONNECTION_RESET, () -> waiting.read(new byte[1]));
        }
    }

    @Test
    void ipv4PeersOfAnIpv6ListenerKeepItsFamily() throws NetException {
        Loopback.IPV6.host();
        try (var listener = TcpListener.bind("[::]:0")) {
            assertThat(listener.localAddress().ip()).isEqualTo(Ipv6Addr.UNSPECIFIED);
            int port = listener.localAddress().port();
            try (var near = TcpStream.connect("127.0.0.1", port);
                    var far = listener.accept()) {
                assertThat(near.localAddress().isIpv4()).isTrue();
                assertThat(far.peerAddress())
                        .hasToString("[::ffff:127.0.0.1]:" + near.localAddress().port());
                assertThat(far.localAddress()).hasToString("[::ffff:127.0.0.1]:" + port);
                assertThat(far.peerAddress().ip().toCanonical())
                        .isEqualTo(near.localAddress().ip());
            }
            try (var near = TcpStream.connect("::1", port);
                    var far = listener.accept()) {
                assertThat(far.peerAddress()).isEqualTo(near.localAddress());
            }
        }
    }

    @Test
    @Tag("real")
    void theUnspecifiedIpv4AddressTakesIpv4OnlyAndShowsItself() throws Exception {
        try (var listener = TcpListener.bind("0.0.0.0:0")) {
            assertThat(listener.localAddress().ip()).hasToString("0.0.0.0");
            try (var peer = RawPeer.connect(
                            Loopback.IPV4.at(listener.localAddress().port()));
                    var stream = listener.accept()) {
                assertThat(stream.peerAddress()).isEqualTo(peer.address());
            }
        }
    }
}
