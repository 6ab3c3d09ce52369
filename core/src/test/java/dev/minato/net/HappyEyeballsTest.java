package dev.minato.net;

import static dev.minato.error.ErrorKind.ADDRESS_FAMILY_UNSUPPORTED;
import static dev.minato.error.ErrorKind.CONNECTION_REFUSED;
import static dev.minato.error.ErrorKind.INTERRUPTED;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.RawListener;
import dev.minato.testing.Sockets;
import dev.minato.testing.Threads;
import dev.minato.testing.TwoAddresses;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A name with two addresses: one that does not answer does not keep the other from being tried.
@NetworkTest
@Tag("real")
class HappyEyeballsTest {
    private TwoAddresses name;
    private Loopback first;

    @BeforeEach
    void find() throws Exception {
        name = TwoAddresses.find();
        first = name.one().isIpv4() ? Loopback.IPV4 : Loopback.IPV6;
    }

    @ParameterizedTest
    @EnumSource
    void theSecondIsTakenWhenTheFirstDoesNotAnswer(Threads threads) throws Exception {
        try (var silent = RawListener.full(first);
                var second = TcpListener.bind(name.second(silent.address().port()))) {
            long before = Sockets.open();
            int port = second.localAddress().port();
            try (var stream = threads.call(() -> TcpStream.connect(TwoAddresses.NAME, port))
                    .result()) {
                assertThat(stream.peerAddress()).isEqualTo(second.localAddress());
                assertThat(Sockets.open()).as("the loser is closed").isEqualTo(before + 1);
            }
        }
    }

    @Test
    void inStrictOrderTheFirstTakesAllTheTime() throws Exception {
        try (var silent = RawListener.full(first);
                var second = TcpListener.bind(name.second(silent.address().port()))) {
            int port = second.localAddress().port();
            var strict = TcpStream.options().addressOrder(AddressOrder.STRICT);
            var timeout = Duration.ofMillis(400);
            Expect.failure(
                    TIMED_OUT, "connect", silent.address(), () -> strict.connect(TwoAddresses.NAME, port, timeout));
            assertThat(second.tryAccept()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ifAllFailTheLastFailureCarriesTheOthers(AddressOrder order) throws Exception {
        int port = Loopback.IPV4.closedPort().port();
        var failure = Expect.failure(
                CONNECTION_REFUSED,
                "connect",
                name.second(port),
                () -> TcpStream.options().addressOrder(order).connect(TwoAddresses.NAME, port));
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(other -> assertThat(other).hasMessageContaining("connect " + name.first(port)));
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptClosesAllThatAreUnderWay(Threads threads) throws Exception {
        try (var silent = RawListener.full(first)) {
            int port = silent.address().port();
            long before = Sockets.open();
            var call = threads.call(() -> TcpStream.connect(TwoAddresses.NAME, port))
                    .awaitWaiting();
            call.interrupt();
            assertThat(call.failure().kind()).isEqualTo(INTERRUPTED);
            assertThat(call.wasInterruptedAtEnd()).isTrue();
            assertThat(Sockets.open()).isEqualTo(before);
        }
    }

    @Test
    void theFailureOfTheSecondWaitsForTheFirst() throws Exception {
        try (var silent = RawListener.full(first)) {
            int port = silent.address().port();
            long before = Sockets.open();
            var failure = Expect.failure(
                    TIMED_OUT,
                    "connect",
                    silent.address(),
                    () -> TcpStream.connect(TwoAddresses.NAME, port, Duration.ofMillis(400)));
            assertThat(failure.getSuppressed())
                    .singleElement()
                    .satisfies(other -> assertThat(other).hasMessageContaining("connect " + name.second(port)));
            assertThat(Sockets.open()).isEqualTo(before);
        }
    }

    @Test
    void onlyTheFamilyOfTheLocalAddressIsTried() throws Exception {
        try (var listener = TcpListener.bind(name.second(0))) {
            SocketAddr local = name.second(0);
            int port = listener.localAddress().port();
            try (var stream = TcpStream.options().localAddress(local).connect(TwoAddresses.NAME, port)) {
                assertThat(stream.peerAddress()).isEqualTo(listener.localAddress());
                assertThat(stream.localAddress().ip()).isEqualTo(name.two());
            }
            Expect.failure(
                    ADDRESS_FAMILY_UNSUPPORTED,
                    () -> TcpStream.options().localAddress(local).connect(name.first(port)));
        }
    }
}
