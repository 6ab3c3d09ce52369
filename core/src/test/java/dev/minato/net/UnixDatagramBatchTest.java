package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Able;
import dev.minato.testing.Bursts;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A batch of Unix datagrams comes whole, in order, each with its sender, and waits for room.
@NetworkTest
class UnixDatagramBatchTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void platformHasThem() {
        assumeThat(Able.here().unixDatagrams())
                .as("a platform with Unix datagrams")
                .isTrue();
    }

    private UnixDatagram bound(String name) throws NetException {
        return UnixDatagram.bind(directory.resolve(name));
    }

    @Test
    void comesBackToItsSender() throws Exception {
        try (var server = bound("server");
                var client = bound("client")) {
            var batch = new UnixDatagramBatch(4, 16);
            batch.add(Bursts.of(3, 1), server.localAddress());
            batch.add(Bursts.of(0, 0), server.localAddress());
            batch.add(Bursts.of(16, 2), server.localAddress());
            assertThat(client.sendBatch(batch)).isEqualTo(3);

            assertThat(server.recvBatch(batch)).isEqualTo(3);
            assertThat(batch.address(0)).isEqualTo(client.localAddress());
            assertThat(server.sendBatch(batch)).isEqualTo(3);

            assertThat(client.recvBatch(batch)).isEqualTo(3);
            assertThat(batch.buffer(0)).isEqualTo(Bursts.of(3, 1));
            assertThat(batch.buffer(1)).isEqualTo(Bursts.of(0, 0));
            assertThat(batch.buffer(2)).isEqualTo(Bursts.of(16, 2));
            assertThat(client.tryRecvBatch(batch)).isZero();
        }
    }

    /// The receiver's queue holds few; nothing is lost, with a peer and without.
    @Test
    void waitsForRoomInTheReceiversQueue() throws Exception {
        try (var server = bound("server");
                var client = UnixDatagram.unbound()) {
            for (boolean connected : new boolean[] {false, true}) {
                if (connected) {
                    client.connect(server.localAddress());
                }
                var out = new UnixDatagramBatch(100, 8);
                for (int i = 0; i < 100; i++) {
                    if (connected) {
                        out.add(Bursts.of(8, i));
                    } else {
                        out.add(Bursts.of(8, i), server.localAddress());
                    }
                }
                var sent = Threads.VIRTUAL.call(() -> {
                    while (out.unsent() > 0) {
                        client.sendBatch(out);
                    }
                    return out.count();
                });
                var in = new UnixDatagramBatch(7, 8);
                int received = 0;
                while (received < 100) {
                    int count = server.recvBatch(in);
                    for (int i = 0; i < count; i++) {
                        assertThat(in.buffer(i)).isEqualTo(Bursts.of(8, received + i));
                        assertThat(in.address(i).isUnnamed()).isTrue();
                    }
                    received += count;
                }
                assertThat(sent.result()).isEqualTo(100);
            }
        }
    }

    @Test
    void oneThatCannotBeSentCanBeSkipped() throws Exception {
        try (var server = bound("server");
                var client = bound("client")) {
            UnixAddr nobody = UnixAddr.ofPath(directory.resolve("nobody"));
            var batch = new UnixDatagramBatch(3, 8);
            batch.add(Bursts.of(1, 1), nobody);
            batch.add(Bursts.of(2, 2), UnixAddr.unnamed());
            batch.add(Bursts.of(3, 3), server.localAddress());
            Expect.failure(ErrorKind.NOT_FOUND, "send", nobody, () -> client.sendBatch(batch));
            batch.skip();
            Expect.failure(ErrorKind.INVALID_INPUT, () -> client.sendBatch(batch));
            batch.skip();
            assertThat(client.sendBatch(batch)).isEqualTo(1);
            assertThat(server.recvBatch(batch)).isEqualTo(1);
            assertThat(batch.length(0)).isEqualTo(3);
            assertThatIllegalArgumentException().isThrownBy(() -> batch.add(Bursts.of(9, 1)));
        }
    }
}
