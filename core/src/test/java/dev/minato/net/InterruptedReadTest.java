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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An interrupted thread reads what is there, also if what it waited for before was about to be brought.
@NetworkTest
class InterruptedReadTest {
    private static final Path CONNECTIONS = Path.of("/proc/net/tcp");

    @ParameterizedTest
    @EnumSource
    void whatCameAfterAnInterruptedWaitIsRead(Threads threads) throws Exception {
        try (var pair = Pair.open()) {
            threads.run(() -> readInterrupted(pair)).result();
        }
    }

    private static void readInterrupted(Pair pair) throws IOException {
        var buffer = ByteBuffer.allocate(2);
        for (int i = 0; i < 200; i++) {
            Thread.currentThread().interrupt();
            Expect.failure(ErrorKind.INTERRUPTED, () -> pair.near().read(buffer.clear()));
            pair.far().writeAll(new byte[] {(byte) i});
            assertThat(readOnceItIsThere(pair.near(), buffer)).isEqualTo(1);
            assertThat(buffer.get(0)).isEqualTo((byte) i);
            assertThat(Thread.interrupted()).isTrue();
        }
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
