package dev.minato.net;

import static dev.minato.error.ErrorKind.CONNECTION_REFUSED;
import static dev.minato.error.ErrorKind.DEADLINE_EXCEEDED;
import static dev.minato.error.ErrorKind.HOST_NOT_FOUND;
import static dev.minato.error.ErrorKind.INTERRUPTED;
import static dev.minato.error.ErrorKind.INVALID_INPUT;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.RawListener;
import dev.minato.testing.Sockets;
import dev.minato.testing.Threads;
import dev.minato.testing.TwoAddresses;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Making a connection: the forms of an address, each address of a name in turn, and all that can go wrong.
@NetworkTest
class TcpConnectTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    @ParameterizedTest
    @EnumSource
    void bothEndsKnowBothAddresses(Loopback family) throws NetException {
        try (var listener = TcpListener.bind(family.any());
                var near = TcpStream.connect(listener.localAddress());
                var far = listener.accept()) {
            assertThat(near.peerAddress()).isEqualTo(listener.localAddress()).isEqualTo(far.localAddress());
            assertThat(far.peerAddress()).isEqualTo(near.localAddress());
            assertThat(near.localAddress().ip()).isEqualTo(family.any().ip());
            assertThat(near.isOpen()).isTrue();
        }
    }

    @Test
    void everyFormOfAnAddressIsTaken() throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            SocketAddr address = listener.localAddress();
            int port = address.port();
            for (TcpStream stream : List.of(
                    TcpStream.connect("127.0.0.1:" + port),
                    TcpStream.connect("127.0.0.1", port),
                    TcpStream.connect(address),
                    TcpStream.connect("127.0.0.1:" + port, LONG),
                    TcpStream.connect("localhost", port, LONG),
                    TcpStream.connect(address, LONG),
                    TcpStream.options().connect("localhost:" + port),
                    TcpStream.options().connect("127.0.0.1", port),
                    TcpStream.options().connect(address),
                    TcpStream.options().connect("127.0.0.1:" + port, LONG),
                    TcpStream.options().connect("localhost", port, LONG),
                    TcpStream.options().connect(address, LONG))) {
                assertThat(stream.peerAddress()).isEqualTo(address);
                stream.close();
                listener.accept().close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "127.1:80", "::1:80", "[localhost]:80", "h:+80", "h:080", "h: 80", ":80"})
    void textThatIsNoAddressIsInvalidInput(String text) {
        var failure = Expect.failure(INVALID_INPUT, () -> TcpStream.connect(text));
        assertThat(failure.operation()).isEqualTo("connect");
        assertThat(failure.getMessage()).startsWith("connect " + text + ": invalid input: ");
    }

    @Test
    void aNameWithoutAddressIsNotFound() {
        Expect.failure(HOST_NOT_FOUND, "connect", "nobody.invalid:80", () -> TcpStream.connect("nobody.invalid:80"));
    }

    @Test
    void eachAddressOfANameIsTriedInTurn() throws Exception {
        var name = TwoAddresses.find();
        try (var listener = TcpListener.bind(name.second(0))) {
            int port = listener.localAddress().port();
            try (var stream = TcpStream.connect(TwoAddresses.NAME, port)) {
                assertThat(stream.peerAddress()).isEqualTo(listener.localAddress());
            }
        }
    }

    @Test
    void theFirstAddressThatAnswersIsTaken() throws Exception {
        var name = TwoAddresses.find();
        try (var first = TcpListener.bind(name.first(0));
                var second = TcpListener.bind(name.second(first.localAddress().port()));
                var stream = TcpStream.connect(
                        TwoAddresses.NAME, second.localAddress().port())) {
            assertThat(stream.peerAddress()).isEqualTo(first.localAddress());
            assertThat(second.tryAccept()).isEmpty();
        }
    }

    @Test
    void ifNoAddressOfANameAnswersTheLastFailureIsThrown() throws Exception {
        var name = TwoAddresses.find();
        int port = Loopback.IPV4.closedPort().port();
        Expect.failure(
                CONNECTION_REFUSED, "connect", name.second(port), () -> TcpStream.connect(TwoAddresses.NAME, port));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aTimeoutThatIsNotPositiveIsRefusedBeforeAnyPacketIsSent(long nanos) throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            var timeout = Duration.ofNanos(nanos);
            assertThatIllegalArgumentException().isThrownBy(() -> TcpStream.connect(listener.localAddress(), timeout));
            try (var _ = TcpStream.connect(listener.localAddress());
                    var first = listener.accept()) {
                assertThat(first.isOpen()).isTrue();
                assertThat(listener.tryAccept())
                        .as("a connection that nobody made")
                        .isEmpty();
            }
        }
    }

    @Test
    void aTimeoutLongerThanThereIsTimeIsTaken() throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var stream =
                        TcpStream.connect(listener.localAddress(), Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))) {
            assertThat(stream.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("real")
    void theTimeoutEndsAConnectThatNobodyAnswers(Loopback family) throws Exception {
        try (var full = RawListener.full(family)) {
            long before = Sockets.open();
            Expect.failure(TIMED_OUT, "connect", full.address(), () -> TcpStream.connect(full.address(), SHORT));
            assertThat(Sockets.open()).as("sockets left half made").isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("real")
    void anInterruptEndsAConnectThatNobodyAnswers(Threads threads) throws Exception {
        try (var full = RawListener.full(Loopback.IPV4)) {
            long before = Sockets.open();
            var call = threads.call(() -> TcpStream.connect(full.address())).awaitWaiting();
            call.interrupt();

            Expect.says(call.failure(), INTERRUPTED, "connect", full.address());
            assertThat(call.wasInterruptedAtEnd()).isTrue();
            assertThat(Sockets.open()).as("sockets left half made").isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("real")
    void aDeadlineEndsAConnectThatNobodyAnswers(Threads threads) throws Exception {
        try (var full = RawListener.full(Loopback.IPV4)) {
            long before = Sockets.open();
            var call = threads.call(() -> Tasks.withDeadline(SHORT, () -> TcpStream.connect(full.address(), LONG)));

            Expect.says(call.failure(), DEADLINE_EXCEEDED, "connect", full.address());
            assertThat(Sockets.open()).as("sockets left half made").isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("real")
    void aConnectThatWaitsGoesOnWhenTheBacklogHasRoom(Threads threads) throws Exception {
        try (var full = RawListener.full(Loopback.IPV4)) {
            var call = threads.call(() -> TcpStream.connect(full.address())).awaitWaiting();
            var drain = Threads.PLATFORM.run(() -> {
                for (; ; ) {
                    full.accept().close();
                }
            });
            // The system asks again after a second.
            call.result().close();
            full.stop();
            drain.failure(IOException.class);
        }
    }

    @Test
    @Tag("real")
    void oneTimeoutCoversAllAddressesTogether() throws Exception {
        var name = TwoAddresses.find();
        try (var full = RawListener.full(name.one().isIpv4() ? Loopback.IPV4 : Loopback.IPV6);
                var second = TcpListener.bind(name.second(full.address().port()))) {
            Expect.failure(
                    TIMED_OUT,
                    "connect",
                    full.address(),
                    () -> TcpStream.connect(TwoAddresses.NAME, full.address().port(), SHORT));
            assertThat(second.tryAccept()).isEmpty();
        }
    }

    @Test
    void aRefusedConnectLeavesNoSocket() throws Exception {
        var closed = Loopback.IPV4.closedPort();
        long before = Sockets.open();
        for (int i = 0; i < 50; i++) {
            Expect.failure(CONNECTION_REFUSED, () -> TcpStream.connect(closed));
        }
        assertThat(Sockets.open()).isEqualTo(before);
    }

    @Test
    void noDelayIsOffAtFirstAndSharedByClones() throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var stream = TcpStream.connect(listener.localAddress());
                var clone = stream.tryClone()) {
            assertThat(stream.noDelay()).isFalse();
            stream.setNoDelay(true);
            assertThat(clone.noDelay()).isTrue();
            clone.setNoDelay(false);
            assertThat(stream.noDelay()).isFalse();
        }
    }
}
