package dev.minato.net;

import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static dev.minato.error.ErrorKind.INTERRUPTED;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static dev.minato.error.ErrorKind.WOULD_BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.testing.Call;
import dev.minato.testing.Expect;
import dev.minato.testing.ListeningTest;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.RawPeer;
import dev.minato.testing.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Taking connections: with and without waiting, by one thread and by many.
@NetworkTest
class TcpAcceptTest extends ListeningTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    @Test
    void connectionsComeInTheOrderInWhichTheyWereMade() throws NetException {
        try (var first = connect();
                var second = connect();
                var one = listener.accept();
                var two = listener.accept(SHORT)) {
            assertThat(one.peerAddress()).isEqualTo(first.localAddress());
            assertThat(two.peerAddress()).isEqualTo(second.localAddress());
        }
    }

    @Test
    void tryAcceptIsEmptyWithoutAConnection() throws NetException {
        assertThat(listener.tryAccept()).isEmpty();
        try (var near = connect()) {
            listener.awaitReadable();
            try (var far = listener.tryAccept().orElseThrow()) {
                assertThat(far.peerAddress()).isEqualTo(near.localAddress());
            }
        }
        assertThat(listener.tryAccept()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aTimeoutThatHasPassedLooksOnce(long nanos) throws Exception {
        var passed = Duration.ofNanos(nanos);
        Expect.failure(TIMED_OUT, () -> listener.accept(passed));
        try (var near = connect()) {
            listener.awaitReadable();
            try (var far = listener.accept(passed)) {
                assertThat(far.peerAddress()).isEqualTo(near.localAddress());
            }
        }
        Expect.failure(TIMED_OUT, () -> listener.accept(passed));
    }

    @Test
    void aTimeoutLongerThanThereIsTimeIsTaken() throws Exception {
        var call = Threads.VIRTUAL
                .call(() -> listener.accept(Duration.ofSeconds(Long.MAX_VALUE)))
                .awaitWaiting();
        try (var near = connect();
                var far = call.result()) {
            assertThat(far.peerAddress()).isEqualTo(near.localAddress());
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyThatTimeOutLoseNoConnection(Threads threads) throws Exception {
        for (int round = 0; round < 200; round++) {
            var call = threads.call(() -> listener.accept(Duration.ofNanos(200_000)));
            try (var near = connect()) {
                TcpStream far;
                try {
                    far = call.result();
                } catch (AssertionError timedOut) {
                    Expect.says(call.failure(), TIMED_OUT, "accept", listener.localAddress());
                    far = listener.accept(Duration.ofSeconds(10));
                }
                assertThat(far.peerAddress()).isEqualTo(near.localAddress());
                far.close();
            }
        }
    }

    @Test
    void inNonBlockingModeAnAcceptThatWouldWaitFails() throws NetException {
        try (var clone = listener.tryClone()) {
            clone.setNonBlocking(true);
            assertThat(listener.isNonBlocking()).isTrue();
            Expect.failure(WOULD_BLOCK, "accept", listener.localAddress(), listener::accept);
            Expect.failure(WOULD_BLOCK, "accept", listener.localAddress(), () -> listener.accept(SHORT));
            try (var _ = connect()) {
                listener.awaitReadable();
                try (var far = listener.accept()) {
                    assertThat(far.isNonBlocking()).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyThatAcceptGetOneConnectionEach(Threads threads) throws Exception {
        List<Call<TcpStream>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(threads.call(listener::accept).awaitWaiting());
        }
        Set<SocketAddr> made = new HashSet<>();
        List<TcpStream> near = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            near.add(connect());
            made.add(near.getLast().localAddress());
        }
        Set<SocketAddr> accepted = new HashSet<>();
        for (var call : calls) {
            try (var stream = call.result()) {
                accepted.add(stream.peerAddress());
            }
        }
        for (var stream : near) {
            stream.close();
        }
        assertThat(accepted).isEqualTo(made);
    }

    @ParameterizedTest
    @EnumSource
    void theOneBehindAnAcceptThatIsInterruptedGetsTheConnection(Threads threads) throws Exception {
        var first = threads.call(listener::accept).awaitWaiting();
        var second = threads.call(listener::accept).awaitWaiting();
        first.interrupt();
        Expect.says(first.failure(), INTERRUPTED, "accept", listener.localAddress());
        try (var near = connect();
                var far = second.result()) {
            assertThat(far.peerAddress()).isEqualTo(near.localAddress());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLastCloseOfClonesClosesTheSocket(Threads threads) throws Exception {
        var clone = listener.tryClone();
        var call = threads.call(clone::accept).awaitWaiting();
        listener.close();
        Expect.failure(CLOSED, "accept", listener.localAddress(), listener::accept);
        Expect.failure(CLOSED, () -> listener.tryClone());
        try (var near = connect();
                var far = call.result()) {
            assertThat(far.peerAddress()).isEqualTo(near.localAddress());
        }
        clone.close();
        TcpListener.bind(listener.localAddress()).close();
    }

    @Test
    @Tag("real")
    void aConnectionThatWasResetInTheQueueComesAndSaysSo() throws Exception {
        RawPeer.connect(listener.localAddress()).reset();
        try (var far = listener.accept()) {
            Expect.failure(CONNECTION_RESET, () -> far.read(new byte[1]));
        }
    }

    @Test
    void whatWasSentBeforeTheAcceptIsThere() throws NetException {
        var near = connect();
        near.writeAll(new byte[] {1, 2, 3});
        near.close();
        try (var far = listener.accept()) {
            assertThat(far.readToEnd(10)).containsExactly(1, 2, 3);
            assertThat(far.peerAddress()).isEqualTo(near.localAddress());
        }
    }

    private TcpStream connect() throws NetException {
        return TcpStream.connect(listener.localAddress());
    }
}
