package dev.minato.net;

import static dev.minato.error.ErrorKind.BROKEN_PIPE;
import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.testing.ConnectedTest;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.Scanner;
import org.junit.jupiter.api.Test;

/// A stream used by code that knows `java.io` and `java.nio.channels` only.
@NetworkTest
class TcpJavaIoTest extends ConnectedTest {
    @Test
    void aByteIsReadAsANumberFrom0To255AndTheEndAsMinus1() throws Exception {
        near.outputStream().write(0);
        near.outputStream().write(255);
        near.outputStream().write(0x1_80);
        near.shutdown(Shutdown.WRITE);
        InputStream in = far.inputStream();
        assertThat(in.read()).isZero();
        assertThat(in.read()).isEqualTo(255);
        assertThat(in.read()).isEqualTo(0x80);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read(new byte[4])).isEqualTo(-1);
    }

    @Test
    void partsOfArraysAreReadAndWritten() throws Exception {
        near.outputStream().write("__hello__".getBytes(UTF_8), 2, 5);
        var bytes = ".........".getBytes(UTF_8);
        int count = 0;
        while (count < 5) {
            count += far.inputStream().read(bytes, 1 + count, 7 - count);
        }
        assertThat(new String(bytes, UTF_8)).isEqualTo(".hello...");
        assertThat(far.inputStream().read(bytes, 0, 0)).isZero();
        assertThat(far.inputStream().available()).isZero();
    }

    @Test
    void rangesOutsideOfTheArrayAreRefused() {
        InputStream in = near.inputStream();
        OutputStream out = near.outputStream();
        assertThatThrownBy(() -> in.read(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> out.write(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void transferToCopiesAllToTheEnd() throws Exception {
        var echo = Threads.VIRTUAL.run(() -> {
            far.inputStream().transferTo(far.outputStream());
            far.shutdown(Shutdown.WRITE);
        });
        var writer = Threads.VIRTUAL.run(() -> {
            near.outputStream().write(Pattern.bytes(0, 2_000_000).array());
            near.shutdown(Shutdown.WRITE);
        });
        byte[] back = near.inputStream().readAllBytes();
        assertThat(back).hasSize(2_000_000);
        Pattern.check(ByteBuffer.wrap(back), 0);
        writer.result();
        echo.result();
    }

    @Test
    void readersAndWritersOfTextWork() throws Exception {
        var out = new OutputStreamWriter(near.outputStream(), UTF_8);
        out.write("first line\nzwölf\r\nlast");
        out.flush();
        near.shutdown(Shutdown.WRITE);
        var in = new BufferedReader(new InputStreamReader(far.inputStream(), UTF_8));
        assertThat(in.lines()).containsExactly("first line", "zwölf", "last");
    }

    @Test
    void closingEitherStreamClosesTheHandle() throws Exception {
        try (var clone = near.tryClone()) {
            clone.inputStream().close();
            assertThat(clone.isOpen()).isFalse();
        }
        near.outputStream().close();
        assertThat(near.isOpen()).isFalse();
        assertThat(far.read(new byte[1])).isEqualTo(-1);
        Expect.failure(
                CLOSED, "read", near.peerAddress(), () -> near.inputStream().read());
        Expect.failure(
                CLOSED, "write", near.peerAddress(), () -> near.outputStream().write(1));
    }

    @Test
    void theFailuresAreTheSame() throws Exception {
        near.setReadTimeout(Duration.ofMillis(5));
        Expect.failure(
                TIMED_OUT, "read", near.peerAddress(), () -> near.inputStream().read());
        near.shutdown(Shutdown.WRITE);
        Expect.failure(
                BROKEN_PIPE,
                "write",
                near.peerAddress(),
                () -> near.outputStream().write(new byte[3]));
    }

    @Test
    void channelsMadeOfItWork() throws Exception {
        OutputStream out = Channels.newOutputStream(near);
        out.write("through a channel\nand more".getBytes(UTF_8));
        near.shutdown(Shutdown.WRITE);
        try (var scanner = new Scanner(Channels.newReader(far, UTF_8))) {
            assertThat(scanner.nextLine()).isEqualTo("through a channel");
            assertThat(scanner.nextLine()).isEqualTo("and more");
            assertThat(scanner.hasNextLine()).isFalse();
        }
    }

    @Test
    void channelsOverItsStreamsWork() throws Exception {
        try (var out = Channels.newChannel(near.outputStream());
                var in = Channels.newChannel(far.inputStream())) {
            assertThat(out.write(Pattern.bytes(0, 50_000))).isEqualTo(50_000);
            near.shutdown(Shutdown.WRITE);
            var buffer = ByteBuffer.allocate(60_000);
            int count = in.read(buffer);
            while (count != -1) {
                count = in.read(buffer);
            }
            assertThat(buffer.position()).isEqualTo(50_000);
            Pattern.check(buffer.flip(), 0);
        }
        assertThat(near.isOpen()).isFalse();
    }
}
