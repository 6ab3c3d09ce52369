package dev.minato.net;

import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.DEADLINE_EXCEEDED;
import static dev.minato.error.ErrorKind.INTERRUPTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// One thread waits for several sockets of any kind, once.
@NetworkTest
@ParameterizedClass
@EnumSource
class ReadinessTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Parameter
    Threads threads;

    private Pair pair;
    private TcpListener listener;
    private UdpSocket datagrams;
    private List<Readiness> all;

    @BeforeEach
    void open() throws NetException {
        pair = Pair.open().settle();
        listener = TcpListener.bind("127.0.0.1:0");
        datagrams = UdpSocket.bind("127.0.0.1:0");
        all = List.of(Readiness.readable(pair.near()), Readiness.readable(listener), Readiness.readable(datagrams));
    }

    @AfterEach
    void close() throws NetException {
        datagrams.close();
        listener.close();
        pair.close();
    }

    /// What one that waits is told, of sockets that may be told of for no reason.
    private List<Readiness> told(Threads.Body cause, Readiness expected) throws Exception {
        var waiting = threads.call(() -> {
            for (; ; ) {
                List<Readiness> ready = Readiness.any(all, LONG);
                if (ready.isEmpty() || ready.contains(expected)) {
                    return ready;
                }
            }
        });
        waiting.awaitWaiting();
        cause.run();
        return waiting.result();
    }

    @Test
    void aStreamIsReadableWhenBytesCome() throws Exception {
        assertThat(told(() -> pair.far().writeAll(new byte[1]), all.getFirst())).containsExactly(all.getFirst());
        assertThat(pair.near().tryRead(ByteBuffer.allocate(9))).isEqualTo(1);
    }

    @Test
    void aStreamIsReadableAtItsEnd() throws Exception {
        assertThat(told(() -> pair.far().close(), all.getFirst())).containsExactly(all.getFirst());
        assertThat(pair.near().tryRead(ByteBuffer.allocate(9))).isEqualTo(-1);
    }

    @Test
    void aListenerIsReadableWhenAConnectionComes() throws Exception {
        try (var _ = threads.call(() -> {
                    var connected = new TcpStream[1];
                    told(() -> connected[0] = TcpStream.connect(listener.localAddress()), all.get(1));
                    return connected[0];
                })
                .result()) {
            assertThat(listener.tryAccept()).hasValueSatisfying(accepted -> {
                try {
                    accepted.close();
                } catch (NetException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    @Test
    void aDatagramSocketIsReadableWhenADatagramComes() throws Exception {
        assertThat(told(() -> datagrams.sendTo(ByteBuffer.allocate(3), datagrams.localAddress()), all.getLast()))
                .containsExactly(all.getLast());
        assertThat(datagrams.tryRecvFrom(ByteBuffer.allocate(9), new Received()))
                .isTrue();
    }

    @Test
    void whatIsReadyAlreadyIsToldAtOnceAndAsLongAsItIs() throws Exception {
        pair.far().writeAll(new byte[2]);
        pair.near().awaitReadable();
        for (int i = 0; i < 3; i++) {
            assertThat(Readiness.any(all, LONG)).contains(all.getFirst());
        }
        assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(1);
        assertThat(Readiness.any(all, LONG)).contains(all.getFirst());
    }

    @Test
    void aStreamIsWritableWhileThereIsRoom() throws Exception {
        var writable = Readiness.writable(pair.near());
        assertThat(Readiness.any(List.of(writable), LONG)).containsExactly(writable);
        long written = pair.fill();
        var waiting = threads.call(() -> Readiness.any(List.of(writable))).awaitWaiting();
        var room = ByteBuffer.allocate(64 * 1024);
        for (long read = 0; read < written && !waiting.isFinished(); ) {
            read += pair.far().read(room.clear());
        }
        assertThat(waiting.result()).containsExactly(writable);
    }

    @Test
    void theTimeoutIsNoFailure() throws NetException {
        assertThat(Readiness.any(List.of(all.get(1)), Duration.ofMillis(5))).isEmpty();
    }

    @Test
    void theDeadlineOfTheScopeIsAFailure() {
        Expect.failure(
                DEADLINE_EXCEEDED,
                () -> Tasks.withDeadline(Duration.ofMillis(5), () -> Readiness.any(List.of(all.get(1)), LONG)));
    }

    @Test
    void anInterruptEndsTheWaitAndNothingElse() throws Exception {
        var waiting = threads.call(() -> Readiness.any(all)).awaitWaiting();
        waiting.interrupt();
        assertThat(waiting.failure().kind()).isEqualTo(INTERRUPTED);
        assertThat(waiting.wasInterruptedAtEnd()).isTrue();
        pair.far().writeAll(new byte[1]);
        assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(1);
    }

    @Test
    void aSocketThatIsClosedIsReady() throws Exception {
        assertThat(told(() -> listener.close(), all.get(1))).containsExactly(all.get(1));
        Expect.failure(CLOSED, () -> listener.tryAccept());
        assertThat(Readiness.any(List.of(all.get(1)))).containsExactly(all.get(1));
    }

    @Test
    void aCloneThatIsClosedIsReadyAndTheOthersAreNot() throws Exception {
        try (var clone = listener.tryClone()) {
            assertThat(told(() -> listener.close(), all.get(1))).contains(all.get(1));
            assertThat(Readiness.any(List.of(Readiness.readable(clone)), Duration.ofMillis(5)))
                    .isEmpty();
        }
    }

    @Test
    void aReaderThatWaitsIsWokenBesideIt() throws Exception {
        var waiting = threads.call(() -> Readiness.any(all, LONG)).awaitWaiting();
        var reading =
                threads.call(() -> pair.near().read(ByteBuffer.allocate(1))).awaitWaiting();
        pair.far().writeAll(new byte[1]);
        assertThat(reading.result()).isEqualTo(1);
        assertThat(waiting.result()).containsExactly(all.getFirst());
    }

    @Test
    void severalMayWaitForTheSame() throws Exception {
        var one = threads.call(() -> Readiness.any(all, LONG)).awaitWaiting();
        var two = threads.call(() -> Readiness.any(all, LONG)).awaitWaiting();
        pair.far().writeAll(new byte[1]);
        assertThat(one.result()).containsExactly(all.getFirst());
        assertThat(two.result()).containsExactly(all.getFirst());
    }

    @Test
    void bothDirectionsOfASocketAreTwoThings() throws Exception {
        var readable = Readiness.readable(pair.near());
        var writable = Readiness.writable(pair.near());
        assertThat(readable).isNotEqualTo(writable).isEqualTo(Readiness.readable(pair.near()));
        assertThat(readable.isReadable()).isTrue();
        assertThat(writable.isWritable()).isTrue();
        assertThat(readable.socket()).isSameAs(pair.near());
        assertThat(readable).hasToString("readable " + pair.near());
        assertThat(Readiness.any(List.of(readable, writable, readable), LONG)).containsExactly(writable);
    }

    @Test
    void whatCannotBeWaitedForIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Readiness.any(List.of()))
                .withMessageContaining("several");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Readiness.any(List.of(Readiness.writable(listener))))
                .withMessageContaining("listener");
    }

    @Test
    void whatWasPeekedAtIsReady() throws NetException {
        pair.far().writeAll(new byte[1]);
        assertThat(pair.near().peek(ByteBuffer.allocate(1))).isEqualTo(1);
        assertThat(Readiness.any(all, LONG)).contains(all.getFirst());
    }

    @Test
    void aStreamOfTheOtherFamilyIsTheSame() throws NetException {
        try (var six = Pair.open(Loopback.IPV6)) {
            six.far().writeAll(new byte[1]);
            var readable = Readiness.readable(six.near());
            assertThat(Readiness.any(List.of(readable), LONG)).containsExactly(readable);
        }
    }
}
