package dev.minato.net;

import static dev.minato.error.ErrorKind.BROKEN_PIPE;
import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static dev.minato.error.ErrorKind.DEADLINE_EXCEEDED;
import static dev.minato.error.ErrorKind.INTERRUPTED;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import dev.minato.testing.Call;
import dev.minato.testing.ConnectedTest;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Sockets;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Several handles on one connection: what they share, what is their own, and several threads that use them.
@NetworkTest
@ParameterizedClass
@EnumSource
class TcpCloneTest extends ConnectedTest {
    @Parameter
    Threads threads;

    private TcpStream clone;

    @BeforeEach
    void open() throws NetException {
        clone = near.tryClone();
    }

    @AfterEach
    void close() throws NetException {
        clone.close();
    }

    @Test
    void aCloneIsTheSameConnection() throws NetException {
        assertThat(clone.localAddress()).isEqualTo(near.localAddress());
        assertThat(clone.peerAddress()).isEqualTo(near.peerAddress());
        near.writeAll("a".getBytes(UTF_8));
        clone.writeAll("b".getBytes(UTF_8));
        var two = new byte[2];
        far.readExact(two);
        assertThat(new String(two, UTF_8)).isEqualTo("ab");
    }

    @Test
    void closingOneSendsNothingToThePeer() throws NetException {
        near.close();

        assertThat(near.isOpen()).isFalse();
        assertThat(clone.isOpen()).isTrue();
        assertThat(far.tryRead(ByteBuffer.allocate(1))).isZero();
        far.writeAll("x".getBytes(UTF_8));
        assertThat(clone.read(new byte[1])).isEqualTo(1);
        clone.writeAll("y".getBytes(UTF_8));
        assertThat(far.read(new byte[1])).isEqualTo(1);
    }

    @Test
    void closingTheLastSendsTheEnd() throws NetException {
        long before = Sockets.open();
        near.close();
        assertThat(Sockets.open()).isEqualTo(before);
        clone.close();
        assertThat(Sockets.open()).isEqualTo(before - 1);
        assertThat(far.read(new byte[1])).isEqualTo(-1);
    }

    @Test
    void closingOneTwiceDoesNotCloseTheOther() throws NetException {
        near.close();
        near.close();
        clone.writeAll(new byte[1]);
        assertThat(far.read(new byte[1])).isEqualTo(1);
    }

    @Test
    void shutdownThroughOneSendsTheEndForAll() throws NetException {
        clone.shutdown(Shutdown.WRITE);

        assertThat(far.read(new byte[1])).isEqualTo(-1);
        Expect.failure(BROKEN_PIPE, () -> near.write(ByteBuffer.allocate(1)));
    }

    @Test
    void aClosedHandleFailsEveryCallButNamesItsAddresses() throws NetException {
        near.close();
        var peer = near.peerAddress();
        Expect.failure(CLOSED, "read", peer, () -> near.read(new byte[1]));
        Expect.failure(CLOSED, "read", peer, () -> near.tryRead(ByteBuffer.allocate(1)));
        Expect.failure(CLOSED, "read", peer, () -> near.read(new byte[0]));
        Expect.failure(CLOSED, "write", peer, () -> near.write(ByteBuffer.allocate(1)));
        Expect.failure(CLOSED, "write", peer, () -> near.tryWrite(ByteBuffer.allocate(1)));
        Expect.failure(CLOSED, "read", peer, () -> near.readExact(new byte[1]));
        Expect.failure(CLOSED, "read", peer, () -> near.readToEnd(1));
        Expect.failure(CLOSED, "await readable", peer, near::awaitReadable);
        Expect.failure(CLOSED, "await writable", peer, near::awaitWritable);
        Expect.failure(CLOSED, "shutdown", peer, () -> near.shutdown(Shutdown.BOTH));
        Expect.failure(CLOSED, near::noDelay);
        Expect.failure(CLOSED, () -> near.setNoDelay(true));
        Expect.failure(CLOSED, near::tryClone);
    }

    @Test
    void timeoutsAndTheModeAreShared() throws NetException {
        near.setReadTimeout(Duration.ofSeconds(3));
        clone.setWriteTimeout(Duration.ofSeconds(4));
        clone.setNonBlocking(true);
        assertThat(clone.readTimeout()).contains(Duration.ofSeconds(3));
        assertThat(near.writeTimeout()).contains(Duration.ofSeconds(4));
        assertThat(near.isNonBlocking()).isTrue();
        assertThat(far.isNonBlocking()).isFalse();
    }

    @Test
    void theSecondReaderGetsTheDataWhenTheFirstTimesOut() throws Exception {
        near.setReadTimeout(Duration.ofMillis(20));
        var first = threads.call(() -> near.read(new byte[1]));
        Expect.says(first.failure(), TIMED_OUT, "read", near.peerAddress());
        near.clearReadTimeout();
        secondReaderGetsTheData(threads.call(() -> clone.read(new byte[1])).awaitWaiting());
    }

    /// The first is at the head of the queue when it leaves; the second has no timeout.
    @Test
    void theSecondReaderGetsTheDataWhenTheFirstTimesOutBesideIt() throws Exception {
        for (int round = 0; round < 20; round++) {
            pair.settle();
            var first = threads.run(() -> near.awaitReadable(Duration.ofMillis(5)));
            var second = threads.call(() -> clone.read(new byte[1]));
            Expect.says(first.failure(), TIMED_OUT, "await readable", near.peerAddress());
            secondReaderGetsTheData(second.awaitWaiting());
        }
    }

    @Test
    void theSecondReaderGetsTheDataWhenTheFirstIsInterrupted() throws Exception {
        var first = threads.call(() -> near.read(new byte[1])).awaitWaiting();
        var second = threads.call(() -> clone.read(new byte[1])).awaitWaiting();
        first.interrupt();
        Expect.says(first.failure(), INTERRUPTED, "read", near.peerAddress());
        secondReaderGetsTheData(second);
    }

    @Test
    void theSecondReaderGetsTheDataWhenTheFirstIsClosed() throws Exception {
        var first = threads.call(() -> near.read(new byte[1])).awaitWaiting();
        var second = threads.call(() -> clone.read(new byte[1])).awaitWaiting();
        near.close();
        Expect.says(first.failure(), CLOSED, "read", near.peerAddress());
        secondReaderGetsTheData(second);
    }

    /// The data and the interrupt come at the same time: whoever does not take the one byte must not keep it
    /// from the other.
    @Test
    void noWakeIsLostWhenTheFirstIsInterruptedAsTheDataComes() throws Exception {
        for (int round = 0; round < 300; round++) {
            var first = threads.call(() -> near.read(new byte[1])).awaitWaiting();
            var second = threads.call(() -> clone.read(new byte[1])).awaitWaiting();
            far.writeAll(new byte[1]);
            first.interrupt();
            if (tookTheByte(first)) {
                far.writeAll(new byte[1]);
            }
            assertThat(second.result()).isEqualTo(1);
        }
    }

    @Test
    void noWakeIsLostWhenTheFirstTimesOutAsTheDataComes() throws Exception {
        for (int round = 0; round < 300; round++) {
            var first = threads.call(() -> Tasks.withDeadline(Duration.ofNanos(300_000), () -> near.read(new byte[1])));
            var second = threads.call(() -> clone.read(new byte[1]));
            far.writeAll(new byte[1]);
            if (tookTheByte(first)) {
                far.writeAll(new byte[1]);
            }
            assertThat(second.result()).isEqualTo(1);
        }
    }

    @Test
    void readersThroughClonesAllGetTheirShare() throws Exception {
        List<TcpStream> clones = new ArrayList<>();
        List<Call<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            TcpStream own = near.tryClone();
            clones.add(own);
            calls.add(threads.call(() -> own.read(new byte[1])).awaitWaiting());
        }
        // All at once: whoever is woken leaves the rest behind, and has to wake the next.
        far.writeAll(new byte[30]);
        for (var call : calls) {
            assertThat(call.result()).isEqualTo(1);
        }
        for (var own : clones) {
            own.close();
        }
    }

    @Test
    void writersThroughClonesAllGetOn() throws Exception {
        long filled = pair.fill();
        int share = 3 << 20;
        List<Call<Threads>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(threads.run(() -> {
                try (var own = near.tryClone()) {
                    own.writeAll(new byte[share]);
                }
            }));
        }
        for (var call : calls.subList(0, 4)) {
            call.awaitWaiting();
        }
        long total = 0;
        var buffer = ByteBuffer.allocate(64 * 1024);
        while (total < filled + 8L * share) {
            total += far.read(buffer.clear());
        }
        for (var call : calls) {
            call.result();
        }
        assertThat(far.tryRead(buffer.clear())).isZero();
    }

    @Test
    void theEndOfTheStreamReachesAllReaders() throws Exception {
        List<Call<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(threads.call(() -> near.read(new byte[1])).awaitWaiting());
        }
        far.shutdown(Shutdown.WRITE);
        for (var call : calls) {
            assertThat(call.result()).isEqualTo(-1);
        }
    }

    @Test
    void aResetReachesAllReaders() throws Exception {
        List<Call<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(threads.call(() -> near.read(new byte[1])).awaitWaiting());
        }
        pair.reset();
        for (var call : calls) {
            Expect.says(call.failure(), CONNECTION_RESET, "read", near.peerAddress());
        }
    }

    @Test
    void theLastCloseEndsAllThatWaitThroughTheOtherHandleToo() throws Exception {
        List<Call<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(threads.call(() -> near.read(new byte[1])).awaitWaiting());
        }
        clone.close();
        near.close();
        for (var call : calls) {
            Expect.says(call.failure(), CLOSED, "read", near.peerAddress());
        }
    }

    @Test
    void oneReadsWhileAnotherWrites() throws Exception {
        int total = 16 << 20;
        var echo = threads.run(() -> {
            var buffer = ByteBuffer.allocate(32 * 1024);
            while (far.read(buffer.clear()) != -1) {
                far.writeAll(buffer.flip());
            }
            far.shutdown(Shutdown.WRITE);
        });
        var writer = threads.run(() -> {
            near.writeAll(Pattern.bytes(0, total));
            near.shutdown(Shutdown.WRITE);
        });
        var reader = threads.call(() -> {
            var buffer = ByteBuffer.allocate(64 * 1024);
            int at = 0;
            for (int count = clone.read(buffer); count != -1; count = clone.read(buffer.clear())) {
                Pattern.check(buffer.flip(), at);
                at += count;
            }
            return at;
        });
        assertThat(reader.result()).isEqualTo(total);
        writer.result();
        echo.result();
    }

    /// Whether the call took the byte; if not, it was ended first.
    private boolean tookTheByte(Call<Integer> call) {
        try {
            return call.result() == 1;
        } catch (AssertionError failed) {
            assertThat(call.failure().kind()).isIn(INTERRUPTED, DEADLINE_EXCEEDED);
            return false;
        }
    }

    private void secondReaderGetsTheData(Call<Integer> second) throws NetException {
        far.writeAll(new byte[1]);
        assertThat(second.result()).isEqualTo(1);
    }
}
