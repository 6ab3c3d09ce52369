package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An interrupted thread reads what is there, also if what it waited for before was about to be brought.
@NetworkTest
class InterruptedReadTest {
    private static final Path CONNECTIONS = Path.of("/proc/net/tcp");

    /// No more, since the kernel goes through all of its connections each time.
    private static final int ROUNDS = 60;

    @ParameterizedTest
    @EnumSource
    void whatCameAfterAnInterruptedWaitIsRead(Threads threads) throws Exception {
        try (var pair = Pair.open()) {
            threads.run(() -> readInterrupted(pair)).result();
        }
    }

    private static void readInterrupted(Pair pair) throws IOException {
        var buffer = ByteBuffer.allocate(2);
        for (int i = 0; i < ROUNDS; i++) {
            Thread.currentThread().interrupt();
            Expect.failure(ErrorKind.INTERRUPTED, () -> pair.near().read(buffer.clear()));
            pair.far().writeAll(new byte[] {(byte) i});
            assertThat(readOnceItIsThere(pair.near(), buffer)).isEqualTo(1);
            assertThat(buffer.get(0)).isEqualTo((byte) i);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /// The task gives its carrier to nobody, so what the other wait asked its event loop for is not done.
    @ParameterizedTest
    @EnumSource
    void aWaitElsewhereIsNoObstacle(Threads threads) throws Exception {
        threads.run(() -> {
                    try (var pair = Pair.open();
                            var clone = pair.near().tryClone()) {
                        readBesideAWait(pair, clone);
                    }
                })
                .result();
    }

    private static void readBesideAWait(Pair pair, TcpStream clone) throws Exception {
        var buffer = ByteBuffer.allocate(1);
        pair.near().setReadTimeout(Duration.ofMillis(1));
        Expect.failure(ErrorKind.TIMED_OUT, () -> pair.near().read(buffer));
        pair.near().clearReadTimeout();
        for (int i = 0; i < ROUNDS; i++) {
            var elsewhere = new FutureTask<>(() -> clone.read(ByteBuffer.allocate(1)));
            Thread waiting = Thread.ofPlatform().daemon().start(elsewhere);
            while (waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            var _ = Threads.PLATFORM.run(() -> pair.far().writeAll(new byte[] {1})); // here it might yield
            Thread.currentThread().interrupt();
            boolean readHere = readUnless(elsewhere, pair.near(), buffer);
            assertThat(Thread.interrupted()).isTrue();
            if (readHere) {
                pair.far().writeAll(new byte[] {2});
            }
            assertThat(elsewhere.get()).isEqualTo(1);
        }
    }

    /// Tries until a byte has come, to it or to the other.
    private static boolean readUnless(Future<?> elsewhere, TcpStream stream, ByteBuffer buffer) throws NetException {
        while (!elsewhere.isDone()) {
            try {
                return stream.read(buffer.clear()) == 1;
            } catch (NetException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED);
            }
        }
        return false;
    }

    private static int readOnceItIsThere(TcpStream stream, ByteBuffer buffer) throws IOException {
        for (; ; ) {
            boolean wasThere = isInReceiveQueue(stream);
            try {
                return stream.read(buffer.clear());
            } catch (NetException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED);
                assertThat(wasThere).as("the kernel had it before the read").isFalse();
            }
        }
    }

    /// Whether the kernel says that it has bytes for a stream (proc(5)); false where it says nothing.
    private static boolean isInReceiveQueue(TcpStream stream) throws IOException {
        if (!Files.exists(CONNECTIONS)) {
            return false;
        }
        String local = ":%04X".formatted(stream.localAddress().port());
        String remote = ":%04X".formatted(stream.peerAddress().port());
        return Files.readString(CONNECTIONS)
                .lines()
                .map(line -> line.strip().split(" +"))
                .filter(fields -> fields[1].endsWith(local) && fields[2].endsWith(remote))
                .anyMatch(fields -> !fields[4].endsWith(":00000000"));
    }
}
