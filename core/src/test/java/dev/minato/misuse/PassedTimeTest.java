package dev.minato.misuse;

import static dev.minato.error.ErrorKind.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.net.Readiness;
import dev.minato.net.ReadinessSet;
import dev.minato.net.Ready;
import dev.minato.net.Received;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.task.BoundedChannel;
import dev.minato.task.OneShot;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Where a time is what is left of one, zero and less have passed: the call looks once.
@NetworkTest
class PassedTimeTest {
    private TcpListener listener;
    private Pair pair;

    @BeforeEach
    void open() throws NetException {
        listener = TcpListener.bind("127.0.0.1:0");
        pair = Pair.of(listener);
    }

    @AfterEach
    void close() throws NetException {
        pair.close();
        listener.close();
    }

    static Stream<Duration> passed() {
        return Stream.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE));
    }

    @ParameterizedTest
    @MethodSource("passed")
    void acceptTakesWhatIsThere(Duration passed) throws NetException {
        Expect.failure(TIMED_OUT, () -> listener.accept(passed));
        try (var near = TcpStream.connect(listener.localAddress())) {
            listener.awaitReadable();
            try (var far = listener.accept(passed)) {
                assertThat(far.peerAddress()).isEqualTo(near.localAddress());
            }
        }
        Expect.failure(TIMED_OUT, () -> listener.accept(passed));
    }

    @ParameterizedTest
    @MethodSource("passed")
    void awaitReadableSeesWhatIsThere(Duration passed) throws NetException {
        pair.settle();
        Expect.failure(TIMED_OUT, () -> pair.near().awaitReadable(passed));
        pair.far().writeAll(new byte[1]);
        pair.near().awaitReadable();
        pair.near().awaitReadable(passed);
        pair.near().readExact(new byte[1]);
    }

    @ParameterizedTest
    @MethodSource("passed")
    void awaitWritableSeesRoom(Duration passed) throws NetException {
        pair.near().awaitWritable(passed);
        pair.fill();
        Expect.failure(TIMED_OUT, () -> pair.near().awaitWritable(passed));
    }

    @ParameterizedTest
    @MethodSource("passed")
    void halvesDoAsTheirStream(Duration passed) throws NetException {
        pair.settle();
        var halves = pair.near().split();
        Expect.failure(TIMED_OUT, () -> halves.reader().awaitReadable(passed));
        halves.writer().awaitWritable(passed);
        assertThat(halves.reader().reunite(halves.writer()).isOpen()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("passed")
    void datagramsAreSeen(Duration passed) throws NetException {
        try (var socket = UdpSocket.bind("127.0.0.1:0")) {
            socket.awaitWritable(passed);
            assertThat(socket.tryRecvFrom(ByteBuffer.allocate(1), new Received()))
                    .isFalse();
            Expect.failure(TIMED_OUT, () -> socket.awaitReadable(passed));
            socket.sendTo(ByteBuffer.allocate(1), socket.localAddress());
            socket.awaitReadable();
            socket.awaitReadable(passed);
        }
    }

    @ParameterizedTest
    @MethodSource("passed")
    void setsReportWhatIsReady(Duration passed) throws NetException {
        var readable = Readiness.readable(pair.near());
        try (var set = new ReadinessSet<String>()) {
            assertThat(set.await(passed)).isEmpty();
            set.add(readable, "near");
            pair.settle();
            assertThat(set.await(passed)).isEmpty();
            assertThat(Readiness.any(List.of(readable), passed)).isEmpty();
            pair.far().writeAll(new byte[1]);
            pair.near().awaitReadable();
            assertThat(set.await(passed)).extracting(Ready::key).containsExactly("near");
            assertThat(Readiness.any(List.of(readable), passed)).containsExactly(readable);
        }
    }

    @ParameterizedTest
    @MethodSource("passed")
    void channelsTakeAndGiveWhatNeedsNoWait(Duration passed) throws Exception {
        var channel = new BoundedChannel<Integer>(1);
        Expect.failure(TIMED_OUT, () -> channel.receive(passed));
        channel.send(1, passed);
        Expect.failure(TIMED_OUT, () -> channel.send(2, passed));
        assertThat(channel.receive(passed)).contains(1);
        var answer = new OneShot<Integer>();
        Expect.failure(TIMED_OUT, () -> answer.receive(passed));
        answer.send(1);
        assertThat(answer.receive(passed)).isEqualTo(1);
    }
}
