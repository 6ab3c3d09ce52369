package dev.minato.net;

import static dev.minato.error.ErrorKind.ADDRESS_IN_USE;
import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static dev.minato.error.ErrorKind.INVALID_INPUT;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.testing.Able;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.RawListener;
import dev.minato.testing.Tool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Options of connections and listeners: what is set is there, for clones and for accepted connections, too.
@NetworkTest
@SuppressWarnings("try") // closing is what is tested
class TcpOptionsTest {
    private static final KeepAliveTimes TIMES = new KeepAliveTimes(Duration.ofSeconds(77), Duration.ofSeconds(11), 5);

    @ParameterizedTest
    @CsvSource({"PT0.001S, 1", "PT0.5S, 1", "PT1S, 1", "PT1.000000001S, 2", "PT0S, 0", "PT2400000H, 65535"})
    void lingerIsRoundedUpToSeconds(Duration linger, long seconds) throws NetException {
        try (var pair = Pair.open()) {
            assertThat(pair.near().linger()).isEmpty();
            pair.near().setLinger(linger);
            assertThat(pair.near().linger())
                    .hasValueSatisfying(set -> assertThat(set)
                            .isBetween(Duration.ofSeconds(Math.min(seconds, 32_767)), Duration.ofSeconds(seconds)));
            pair.near().clearLinger();
            assertThat(pair.near().linger()).isEmpty();
        }
    }

    @Test
    void negativeTimesAreRefused() throws NetException {
        try (var pair = Pair.open()) {
            var negative = Duration.ofNanos(-1);
            assertThatIllegalArgumentException().isThrownBy(() -> pair.near().setLinger(negative));
            assertThatIllegalArgumentException().isThrownBy(() -> pair.near().setUserTimeout(negative));
            assertThatIllegalArgumentException().isThrownBy(() -> pair.near().setUserTimeout(Duration.ZERO));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT-1S, PT1S, 1, 'set TCP_KEEPIDLE: must not be negative, as PT-1S is'",
        "PT0S, PT1S, 1, 'set TCP_KEEPIDLE: must be at least 1, not 0'",
        "PT1S, PT0S, 1, 'set TCP_KEEPINTVL: must be at least 1, not 0'",
        "PT1S, PT1S, 0, 'set TCP_KEEPCNT: must be at least 1, not 0'"
    })
    void keepAliveTimesArePositive(Duration idle, Duration interval, int count, String message) throws NetException {
        var times = new KeepAliveTimes(idle, interval, count);
        try (var pair = Pair.open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pair.near().setKeepAliveTimes(times))
                    .withMessage(message);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpStream.options().keepAlive(times));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpListener.options().keepAlive(times));
    }

    @ParameterizedTest
    @EnumSource
    void aZeroLingerResetsAtTheClose(Loopback family) throws NetException {
        try (var pair = Pair.open(family)) {
            pair.near().setLinger(Duration.ZERO);
            pair.near().close();
            Expect.failure(CONNECTION_RESET, () -> pair.far().read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void closeResetResetsOnce() throws NetException {
        try (var pair = Pair.open()) {
            pair.near().writeAll(new byte[100]);
            pair.far().awaitReadable();
            pair.near().closeReset();
            pair.near().closeReset();
            assertThat(pair.near().isOpen()).isFalse();
            Expect.failure(CONNECTION_RESET, () -> pair.far().readToEnd(1_000));
        }
    }

    @Test
    void closeResetOfACloneWaitsForTheLastHandle() throws NetException {
        try (var pair = Pair.open();
                var clone = pair.near().tryClone()) {
            pair.near().closeReset();
            clone.writeAll(new byte[1]);
            assertThat(pair.far().read(ByteBuffer.allocate(2))).isEqualTo(1);
            clone.close();
            Expect.failure(CONNECTION_RESET, () -> pair.far().read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void whatIsSetIsThereForClonesToo() throws Exception {
        try (var pair = Pair.open();
                var clone = pair.near().tryClone()) {
            TcpStream near = pair.near();
            assertThat(near.keepAlive()).isFalse();
            near.setKeepAlive(true);
            assertThat(clone.keepAlive()).isTrue();
            near.setKeepAliveTimes(TIMES);
            assertThat(clone.keepAliveTimes()).isEqualTo(TIMES);
            near.setSendBufferSize(100_000);
            near.setReceiveBufferSize(100_000);
            assertThat(clone.sendBufferSize()).isGreaterThanOrEqualTo(100_000);
            assertThat(clone.receiveBufferSize()).isGreaterThanOrEqualTo(100_000);
            near.setQuickAck(false);
            assertThat(clone.quickAck()).isFalse();
        }
    }

    /// The system would take some of them for something else.
    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void numbersThatMakeNoSenseAreRefused(int number) throws NetException {
        try (var pair = Pair.open()) {
            assertThatIllegalArgumentException().isThrownBy(() -> pair.near().setSendBufferSize(number));
            assertThatIllegalArgumentException().isThrownBy(() -> pair.near().setReceiveBufferSize(number));
            assertThatIllegalArgumentException().isThrownBy(() -> pair.near().setTtl(number));
        }
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            assertThatIllegalArgumentException().isThrownBy(() -> listener.setTtl(number));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpStream.options().sendBufferSize(number));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpStream.options().receiveBufferSize(number));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpStream.options().ttl(number));
    }

    @Test
    void keepAliveTimesAreRoundedUp() throws NetException {
        try (var pair = Pair.open()) {
            pair.near().setKeepAliveTimes(new KeepAliveTimes(Duration.ofMillis(1), Duration.ofMillis(1001), 1));
            assertThat(pair.near().keepAliveTimes())
                    .isEqualTo(new KeepAliveTimes(Duration.ofSeconds(1), Duration.ofSeconds(2), 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ttlIsSetInTheFamilyOfTheSocket(Loopback family) throws Exception {
        try (var pair = Pair.open(family)) {
            Able.orUnsupported(Able.here().ttl(), () -> {
                pair.near().setTtl(12);
                assertThat(pair.near().ttl()).isEqualTo(12);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> pair.near().setTtl(256))
                        .withMessage("set TTL: must be from 1 to 255, not 256");
            });
        }
    }

    @Test
    void acceptedConnectionsInheritTheTtlOfTheListener() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            Able.orUnsupported(Able.here().ttl(), () -> {
                listener.setTtl(33);
                assertThat(listener.ttl()).isEqualTo(33);
                try (var pair = Pair.of(listener)) {
                    assertThat(pair.far().ttl()).isEqualTo(33);
                }
            });
        }
    }

    @Test
    void userTimeoutIsRoundedUpToMilliseconds() throws Exception {
        try (var pair = Pair.open()) {
            Able.orUnsupported(Able.here().userTimeout(), () -> {
                assertThat(pair.near().userTimeout()).isEmpty();
                pair.near().setUserTimeout(Duration.ofNanos(1_000_001));
                assertThat(pair.near().userTimeout()).contains(Duration.ofMillis(2));
                pair.near().clearUserTimeout();
                assertThat(pair.near().userTimeout()).isEmpty();
            });
        }
    }

    @Test
    void theNotedErrorIsTakenOnce() throws Exception {
        try (var pair = Pair.open()) {
            Able.orUnsupported(Able.here().takeError(), () -> {
                assertThat(pair.near().takeError()).isEmpty();
                pair.reset();
                pair.near().awaitReadable();
                assertThat(pair.near().takeError())
                        .hasValueSatisfying(error -> assertThat(error.kind()).isEqualTo(CONNECTION_RESET));
                assertThat(pair.near().takeError()).isEmpty();
            });
        }
    }

    @Test
    void aListenerHasNoErrorNoted() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            Able.orUnsupported(
                    Able.here().takeError(),
                    () -> assertThat(listener.takeError()).isEmpty());
        }
    }

    @Test
    void optionsOfAClosedHandleAreRefused() throws NetException {
        try (var pair = Pair.open()) {
            pair.near().close();
            Expect.failure(CLOSED, () -> pair.near().setLinger(Duration.ZERO));
            Expect.failure(CLOSED, () -> pair.near().keepAlive());
            Expect.failure(CLOSED, () -> pair.near().takeError());
        }
    }

    @Test
    void acceptedConnectionsHaveTheOptionsOfTheListener() throws NetException {
        var options = TcpListener.options()
                .noDelay(true)
                .keepAlive(TIMES)
                .linger(Duration.ofSeconds(3))
                .receiveBufferSize(50_000)
                .sendBufferSize(60_000);
        try (var listener = options.bind("127.0.0.1:0");
                var pair = Pair.of(listener)) {
            assertThat(pair.far().noDelay()).isTrue();
            assertThat(pair.far().keepAlive()).isTrue();
            assertThat(pair.far().keepAliveTimes()).isEqualTo(TIMES);
            assertThat(pair.far().linger()).contains(Duration.ofSeconds(3));
            assertThat(pair.far().receiveBufferSize()).isBetween(50_000, 100_000);
            assertThat(pair.far().sendBufferSize()).isBetween(60_000, 120_000);
            assertThat(pair.near().noDelay()).isFalse();
            pair.far().clearLinger();
        }
    }

    /// One method sets what both have, whichever of the two it is given.
    private static <O extends TcpOptions<O>> O tuned(O options) {
        return options.noDelay(true).linger(Duration.ofSeconds(3));
    }

    @Test
    void whatBothHaveIsWrittenOnce() throws NetException {
        try (var listener = tuned(TcpListener.options()).bind("127.0.0.1:0");
                var near = tuned(TcpStream.options()).connect(listener.localAddress());
                var far = listener.accept()) {
            for (TcpStream stream : List.of(near, far)) {
                assertThat(stream.noDelay()).isTrue();
                assertThat(stream.linger()).contains(Duration.ofSeconds(3));
                stream.clearLinger();
            }
        }
    }

    /// From an address that no other program connects from: one that the kernel gave the same port without asking
    /// would keep the second from it.
    @Test
    void clientsShareALocalPortIfBothSaySo() throws NetException {
        var own = TcpStream.options().localAddress(SocketAddr.parse("127.0.0.77:0"));
        try (var one = TcpListener.bind("127.0.0.1:0");
                var two = TcpListener.bind("127.0.0.1:0");
                var first = own.reuseAddress(true).connect(one.localAddress())) {
            var from = TcpStream.options().localAddress(first.localAddress());
            Expect.failure(ADDRESS_IN_USE, () -> from.connect(two.localAddress()));
            try (var second = from.reuseAddress(true).connect(two.localAddress())) {
                assertThat(second.localAddress()).isEqualTo(first.localAddress());
            }
        }
    }

    @Test
    void aClientHasItsOptionsAndItsLocalAddress() throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            var options =
                    TcpStream.options().noDelay(true).keepAlive(true).localAddress(SocketAddr.parse("127.0.0.2:0"));
            try (var stream = options.connect(listener.localAddress());
                    var accepted = listener.accept()) {
                assertThat(stream.noDelay()).isTrue();
                assertThat(stream.keepAlive()).isTrue();
                assertThat(accepted.peerAddress().ip()).hasToString("127.0.0.2");
            }
        }
    }

    @Test
    @Tag("real")
    void aConnectWithOptionsHasATimeout() throws Exception {
        try (var full = RawListener.full(Loopback.IPV4)) {
            var timeout = Duration.ofMillis(10);
            Expect.failure(
                    TIMED_OUT,
                    "connect",
                    full.address(),
                    () -> TcpStream.options().connect(full.address(), timeout));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpStream.options().connect("127.0.0.1:1", Duration.ZERO))
                .withMessage("connect: the timeout must be positive, not PT0S");
    }

    @Test
    void optionsChangeNothingInThoseTheyCameFrom() throws NetException {
        var plain = TcpStream.options();
        var _ = plain.noDelay(true);
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var stream = plain.connect(listener.localAddress())) {
            assertThat(stream.noDelay()).isFalse();
        }
    }

    @Test
    void twoListenersShareAPortIfBothSaySo() throws NetException {
        var sharing = TcpListener.options().reusePort(true);
        try (var one = sharing.bind("127.0.0.1:0");
                var two = sharing.bind(one.localAddress())) {
            assertThat(two.localAddress()).isEqualTo(one.localAddress());
            Expect.failure(ADDRESS_IN_USE, () -> TcpListener.bind(one.localAddress()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aBacklogIsPositive(int backlog) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpListener.options().backlog(backlog));
    }

    @Test
    void onlyV6LeavesThePortToIpv4() throws Exception {
        Loopback.IPV6.host();
        Able.orUnsupported(Able.here().onlyV6(), () -> {
            try (var six = TcpListener.options().onlyV6(true).bind("[::]:0");
                    var four = TcpListener.bind("0.0.0.0", six.localAddress().port())) {
                assertThat(four.localAddress().port())
                        .isEqualTo(six.localAddress().port());
            }
            TcpListener.options().onlyV6(true).bind("127.0.0.1:0").close();
        });
    }

    @Test
    void aDeviceIsOneOfTheMachine() throws Exception {
        Able.orUnsupported(Able.here().bindDevice(), () -> {
            try (var listener = TcpListener.options().bindDevice("lo").bind("127.0.0.1:0");
                    var pair = Pair.of(listener)) {
                assertThat(pair.far().isOpen()).isTrue();
            }
        });
        if (Able.here().bindDevice()) {
            Expect.failure(
                    INVALID_INPUT,
                    () -> TcpListener.options()
                            .bindDevice("a-name-that-is-too-long")
                            .bind("127.0.0.1:0"));
        }
    }

    @Test
    @Tag("real")
    void ssShowsTheKeepAliveTimer() throws Exception {
        try (var pair = Pair.open()) {
            pair.near().setKeepAliveTimes(TIMES);
            pair.near().setKeepAlive(true);
            String port = Integer.toString(pair.near().localAddress().port());
            assertThat(Tool.output("", "ss", "-Htano", "sport", "=", ":" + port))
                    .containsPattern("timer:\\(keepalive,(1min)?\\d+(\\.\\d+)?(sec|ms)?,0\\)");
        }
    }
}
