package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files, sent by the kernel: parts of them, their ends, what is no file, and a peer that does not read.
@NetworkTest
class SendFileTest {
    private static final int LENGTH = 3_000_000;

    @TempDir
    private Path folder;

    private Path file;
    private Pair pair;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("bytes größer");
        Files.write(file, Pattern.bytes(0, LENGTH).array());
        pair = Pair.open();
    }

    @AfterEach
    void close() throws NetException {
        pair.close();
    }

    @ParameterizedTest
    @EnumSource
    void theWholeArrives(Threads threads) throws Exception {
        var sending = threads.call(() -> {
            long sent = pair.near().sendFile(file, 0, Long.MAX_VALUE);
            pair.near().shutdown(Shutdown.WRITE);
            return sent;
        });

        assertThat(Pattern.checkToEnd(pair.far())).isEqualTo(LENGTH);
        assertThat(sending.result()).isEqualTo(LENGTH);
    }

    @Test
    void aPartIsWhatWasAskedFor() throws Exception {
        assertThat(pair.near().sendFile(file, 1_234, 5_000)).isEqualTo(5_000);
        assertThat(pair.near().sendFile(file, LENGTH - 10, 5_000)).isEqualTo(10);
        assertThat(pair.near().sendFile(file, LENGTH, 1)).isZero();
        for (long beyond : new long[] {LENGTH + 1L, 1L << 45, Long.MAX_VALUE - 5, Long.MAX_VALUE}) {
            assertThat(pair.near().sendFile(file, beyond, 1)).isZero();
            assertThat(pair.near().sendFile(file, beyond, Long.MAX_VALUE)).isZero();
        }
        assertThat(pair.near().sendFile(file, 0, 0)).isZero();
        pair.near().shutdown(Shutdown.WRITE);

        var bytes = ByteBuffer.wrap(pair.far().readToEnd(10_000));
        Pattern.check(bytes.slice(0, 5_000), 1_234);
        Pattern.check(bytes.slice(5_000, 10), LENGTH - 10);
        assertThat(bytes.capacity()).isEqualTo(5_010);
    }

    @Test
    void whatIsNoFileIsSaid() throws Exception {
        Object peer = pair.near().peerAddress();
        Path missing = folder.resolve("missing");

        Expect.failure(ErrorKind.NOT_FOUND, "send file", peer, () -> pair.near().sendFile(missing, 0, 1));
        assertThat(Expect.failure(ErrorKind.NOT_FOUND, () -> pair.near().sendFile(missing, 0, 1)))
                .hasMessageContaining(missing.toString());
        Expect.failure(
                ErrorKind.INVALID_INPUT, "send file", peer, () -> pair.near().sendFile(folder, 0, 1));
        Expect.failure(ErrorKind.INVALID_INPUT, () -> pair.near().sendFile(Path.of("/dev/zero"), 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> pair.near().sendFile(file, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> pair.near().sendFile(file, 0, -1));
        assertThat(pair.near().sendFile(file, 0, 1)).isEqualTo(1);
    }

    /// What the kernel has no bytes of its own for is copied: files of /proc, and those within another.
    @Test
    void whatTheKernelCannotSendIsCopied() throws Exception {
        Path ofKernel = Path.of("/proc/self/limits");
        long sent = pair.near().sendFile(ofKernel, 0, 100_000);
        assertThat(sent).isPositive();
        URI zip = URI.create("jar:" + folder.resolve("a.zip").toUri());
        try (var inside = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Path entry = inside.getPath("entry");
            Files.writeString(entry, "zipped");
            assertThat(pair.near().sendFile(entry, 0, 100)).isEqualTo(6);
        }
        pair.near().shutdown(Shutdown.WRITE);

        String all = pair.far().readToString(200_000);
        assertThat(all).contains("Max open files").endsWith("zipped").hasSize((int) sent + 6);
    }

    /// Files of /sys say to be as long as a page.
    @Test
    void aFileThatIsShorterThanItSaysEndsWhereItEnds() throws Exception {
        Path ofKernel = Path.of("/sys/class/net/lo/mtu");
        long length = Files.readAllBytes(ofKernel).length;

        assertThat(pair.near().sendFile(ofKernel, 0, 100_000)).isEqualTo(length);
        assertThat(pair.near().sendFile(ofKernel, length, 1)).isZero();
    }

    @Test
    void aPeerThatDoesNotReadEndsItAtTheWriteTimeout() throws Exception {
        pair.near().setWriteTimeout(Duration.ofMillis(20));
        pair.near().setSendBufferSize(4096);
        NetException failure = Expect.failure(ErrorKind.TIMED_OUT, () -> sendAgainAndAgain(pair.near()));
        pair.near().shutdown(Shutdown.WRITE);

        long arrived = pair.far().readToEnd(Integer.MAX_VALUE - 8).length;
        assertThat(failure).hasMessageContaining("after " + arrived % LENGTH + " bytes of the file");
    }

    private void sendAgainAndAgain(TcpStream to) throws NetException {
        while (to.sendFile(file, 0, LENGTH) == LENGTH) {
            // until the kernel takes no more
        }
    }

    @Test
    void anInterruptEndsItAlsoWithoutAWait() {
        Thread.currentThread().interrupt();

        Expect.failure(
                ErrorKind.INTERRUPTED,
                "send file",
                pair.near().peerAddress(),
                () -> pair.near().sendFile(file, 0, 1));

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void inNonBlockingModeItSendsWhatTheKernelTakes() throws Exception {
        pair.near().setNonBlocking(true);
        long total = 0;
        long sent = LENGTH;
        while (sent == LENGTH) {
            sent = pair.near().sendFile(file, 0, LENGTH);
            total += sent;
        }
        assertThat(sent).isBetween(1L, LENGTH - 1L);
        assertThat(total).isPositive();
        Expect.failure(ErrorKind.WOULD_BLOCK, () -> pair.near().sendFile(file, 0, LENGTH));
    }

    @Test
    void aClosedStreamSendsNothing() throws Exception {
        pair.near().close();

        Expect.failure(ErrorKind.CLOSED, () -> pair.near().sendFile(file, 0, 1));
    }

    @Test
    void aFileThatBecomesShorterEndsThere() throws Exception {
        pair.near().setSendBufferSize(4096);
        var sending = Threads.VIRTUAL
                .call(() -> pair.near().sendFile(file, 0, LENGTH))
                .awaitWaiting();
        Files.write(file, new byte[0]);
        var reading = Threads.VIRTUAL.call(() -> pair.far().readToEnd(LENGTH).length);
        long sent = sending.result();
        pair.near().shutdown(Shutdown.WRITE);

        assertThat(sent).isLessThan(LENGTH);
        assertThat(reading.result()).isEqualTo((int) sent);
    }

    @Test
    void inMemoryToo() throws Exception {
        var ends = ByteStream.pair();
        try (var near = ends.first();
                var far = ends.second()) {
            assertThat(near.sendFile(file, 7, 1_000)).isEqualTo(1_000);
            var bytes = ByteBuffer.allocate(1_000);
            far.readExact(bytes);
            Pattern.check(bytes.flip(), 7);
        }
    }
}
