package dev.minato.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/// Calls that are interrupted, or whose deadline passes, at any moment: nothing is lost, nothing comes twice,
/// and the socket goes on.
///
/// The moments are drawn from a seed; what they meet is up to the machine.
@Contract
class CancelSafetyContract {
    private static final long SEED = 7;
    private static final int BYTES = 1 << 16;
    private static final int ITEMS = 200;

    @Parameter
    World world;

    @Test
    void readsLoseNothing() throws Exception {
        try (var pair = world.pair();
                var cancelling = new Cancelling(SEED)) {
            var writer = Threads.PLATFORM.run(() -> Pieces.write(pair.far(), BYTES, cancelling));
            assertThat(Pieces.readCancelled(pair.near(), cancelling)).isEqualTo(BYTES);
            writer.result();
        }
    }

    /// What was read before it was cancelled is in the buffer, and the next call goes on behind it.
    @Test
    void readsOfAnExactLengthGoOn() throws Exception {
        try (var pair = world.pair();
                var cancelling = new Cancelling(SEED + 1)) {
            var writer = Threads.PLATFORM.run(() -> Pieces.write(pair.far(), BYTES, cancelling));
            var buffer = ByteBuffer.allocate(1 << 12);
            for (long read = 0; read < BYTES; read += buffer.capacity()) {
                buffer.clear();
                cancelling.run(() -> pair.near().readExact(buffer));
                Pattern.check(buffer.flip(), read);
            }
            assertThat(pair.near().read(buffer.clear())).isEqualTo(-1);
            writer.result();
        }
    }

    @Test
    void waitsForReadabilityLoseNothing() throws Exception {
        try (var pair = world.pair();
                var cancelling = new Cancelling(SEED + 2)) {
            var writer = Threads.PLATFORM.run(() -> Pieces.write(pair.far(), BYTES, cancelling));
            var buffer = ByteBuffer.allocate(2000);
            long read = 0;
            int count = 0;
            while (count != -1) {
                cancelling.run(() -> pair.near().awaitReadable());
                count = pair.near().tryRead(buffer.clear());
                Pattern.check(buffer.flip(), read);
                read += Math.max(count, 0);
            }
            assertThat(read).isEqualTo(BYTES);
            writer.result();
        }
    }

    /// A peek sees what the next read gives, whichever of the two is cancelled.
    @Test
    void peeksAndReadsLoseNothing() throws Exception {
        try (var pair = world.pair();
                var cancelling = new Cancelling(SEED + 12)) {
            var near = pair.near();
            var writer = Threads.PLATFORM.run(() -> Pieces.write(pair.far(), BYTES, cancelling));
            var buffer = ByteBuffer.allocate(700);
            long read = 0;
            while (cancelling.untilDone(() -> near.peek(buffer.clear())) != -1) {
                Pattern.check(buffer.flip(), read);
                int count = cancelling.untilDone(() -> near.read(buffer.clear()));
                Pattern.check(buffer.flip(), read);
                read += count;
            }
            assertThat(read).isEqualTo(BYTES);
            writer.result();
        }
    }

    @Test
    void readsIntoSeveralBuffersLoseNothing() throws Exception {
        try (var pair = world.pair();
                var cancelling = new Cancelling(SEED + 13)) {
            var writer = Threads.PLATFORM.run(() -> Pieces.write(pair.far(), BYTES, cancelling));
            var buffers = new ByteBuffer[] {ByteBuffer.allocate(3), ByteBuffer.allocate(500)};
            long read = 0;
            long count = 0;
            while (count != -1) {
                for (var buffer : buffers) {
                    buffer.clear();
                }
                count = cancelling.untilDone(() -> pair.near().read(buffers));
                for (var buffer : buffers) {
                    int came = buffer.position();
                    Pattern.check(buffer.flip(), read);
                    read += came;
                }
            }
            assertThat(read).isEqualTo(BYTES);
            writer.result();
        }
    }

    @Test
    void writesOfSeveralBuffersGoOn() throws Exception {
        try (var pair = world.pair();
                var cancelling = new Cancelling(SEED + 14)) {
            long filled = pair.fill();
            int half = 2 << 20;
            var reader = Threads.PLATFORM.call(() -> Pieces.readSlowly(pair.far(), cancelling));
            var buffers = new ByteBuffer[] {Pattern.bytes(filled, half), Pattern.bytes(filled + half, half)};
            cancelling.run(() -> pair.near().writeAll(buffers));
            pair.near().shutdown(Shutdown.WRITE);
            assertThat(reader.result()).isEqualTo(filled + 2 * half);
        }
    }

    /// What was written before it was cancelled is behind the position, and the next call goes on there.
    @Test
    void writesGoOn() throws Exception {
        try (var pair = world.pair();
                var cancelling = new Cancelling(SEED + 3)) {
            long filled = pair.fill();
            int more = 4 << 20;
            var reader = Threads.PLATFORM.call(() -> Pieces.readSlowly(pair.far(), cancelling));
            var rest = Pattern.bytes(filled, more);
            cancelling.run(() -> pair.near().writeAll(rest));
            assertThat(rest.hasRemaining()).isFalse();
            pair.near().shutdown(Shutdown.WRITE);
            assertThat(reader.result()).isEqualTo(filled + more);
        }
    }

    @Test
    void acceptsLoseNoConnection() throws Exception {
        try (var listener = world.listener();
                var cancelling = new Cancelling(SEED + 4)) {
            var address = listener.localAddress();
            var numbered = new NumberedConnections(ITEMS, cancelling);
            var clients =
                    Threads.PLATFORM.run(() -> numbered.connect(() -> TcpStream.connect(address), new Lots(SEED + 5)));
            numbered.accept(listener::accept);
            assertThat(listener.tryAccept()).isEmpty();
            clients.result();
        }
    }

    @Test
    void receivesLoseNoDatagram() throws Exception {
        try (var receiver = world.udpSocket();
                var sender = world.udpSocket();
                var cancelling = new Cancelling(SEED + 6)) {
            var taken = new AtomicInteger();
            var lots = new Lots(SEED + 7);
            var sending = Threads.PLATFORM.run(() -> {
                cancelling.awaitBoth();
                for (int i = 0; i < ITEMS; i++) {
                    // No more than the system has room for: what has none is lost without a cancellation.
                    while (i - taken.get() > 20) {
                        Thread.onSpinWait();
                    }
                    sender.sendTo(ByteBuffer.allocate(4).putInt(0, i), receiver.localAddress());
                    lots.spin(200);
                }
            });
            var buffer = ByteBuffer.allocate(4);
            var received = new Received();
            for (int i = 0; i < ITEMS; i++) {
                cancelling.run(() -> receiver.recvFrom(buffer.clear(), received));
                taken.incrementAndGet();
                assertThat(buffer.flip().getInt()).isEqualTo(i);
            }
            assertThat(receiver.tryRecvFrom(buffer.clear(), received)).isFalse();
            sending.result();
        }
    }

    @Test
    void peeksAtDatagramsLoseNone() throws Exception {
        try (var receiver = world.udpSocket();
                var sender = world.udpSocket();
                var cancelling = new Cancelling(SEED + 15)) {
            var lots = new Lots(SEED + 16);
            var buffer = ByteBuffer.allocate(4);
            var received = new Received();
            for (int i = 0; i < ITEMS; i++) {
                int number = i;
                var sending = Threads.PLATFORM.run(() -> {
                    cancelling.awaitBoth();
                    lots.spin(100);
                    sender.sendTo(ByteBuffer.allocate(4).putInt(0, number), receiver.localAddress());
                });
                cancelling.run(() -> receiver.peekFrom(buffer.clear(), received));
                assertThat(buffer.flip().getInt()).isEqualTo(i);
                cancelling.run(() -> receiver.recvFrom(buffer.clear(), received));
                assertThat(buffer.flip().getInt()).isEqualTo(i);
                sending.result();
            }
            assertThat(receiver.tryRecvFrom(buffer.clear(), received)).isFalse();
        }
    }

    /// A connect that is cancelled may have reached the listener; then the listener gets a connection that
    /// ends.
    @Test
    void connectsLeaveNoConnectionBehind() throws Exception {
        try (var listener = world.listener();
                var cancelling = new Cancelling(SEED + 8)) {
            var numbers = Threads.PLATFORM.call(() -> numbersUntilMinus1(listener));
            for (int i = 0; i < ITEMS; i++) {
                try (var stream = cancelling.untilDone(() -> TcpStream.connect(listener.localAddress()))) {
                    stream.writeAll(ByteBuffer.allocate(4).putInt(0, i));
                }
            }
            try (var last = TcpStream.connect(listener.localAddress())) {
                last.writeAll(ByteBuffer.allocate(4).putInt(0, -1));
            }
            assertThat(numbers.result()).hasSize(ITEMS).isSorted().doesNotHaveDuplicates();
        }
    }

    private static List<Integer> numbersUntilMinus1(TcpListener listener) throws NetException {
        List<Integer> numbers = new ArrayList<>();
        for (; ; ) {
            try (var accepted = listener.accept()) {
                var number = ByteBuffer.allocate(4);
                accepted.readExact(number);
                if (number.getInt(0) == -1) {
                    return numbers;
                }
                numbers.add(number.getInt(0));
            } catch (NetException e) {
                assertThat(e.kind()).isIn(ErrorKind.UNEXPECTED_EOF, ErrorKind.CONNECTION_RESET);
            }
        }
    }
}
