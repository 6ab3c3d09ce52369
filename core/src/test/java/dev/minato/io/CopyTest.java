package dev.minato.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One stream to another, all of it or so much.
@NetworkTest
class CopyTest {
    private Pair source;
    private Pair target;

    @BeforeEach
    void open() throws NetException {
        source = Pair.open();
        target = Pair.open();
    }

    @AfterEach
    void close() throws NetException {
        source.close();
        target.close();
    }

    private void send(String text) throws NetException {
        source.near().writeAll(text.getBytes(UTF_8));
        source.near().shutdown(Shutdown.WRITE);
    }

    @Test
    void copiesToTheEndAndDoesNotPassItOn() throws Exception {
        int length = 1_000_000;
        var sending = Threads.VIRTUAL.run(() -> {
            source.near().writeAll(Pattern.bytes(0, length));
            source.near().shutdown(Shutdown.WRITE);
        });
        var copying = Threads.VIRTUAL.call(() -> Copy.copy(source.far(), target.near()));
        var all = ByteBuffer.allocate(length);
        target.far().readExact(all);

        assertThat(copying.result()).isEqualTo(length);
        sending.result();
        Pattern.check(all.flip(), 0);
        target.near().writeAll("more".getBytes(UTF_8));
        var more = new byte[4];
        target.far().readExact(more);
        assertThat(more).asString(UTF_8).isEqualTo("more");
    }

    @Test
    void takesNoMoreThanTheLimit() throws Exception {
        send("headbody");

        assertThat(Copy.copy(source.far(), target.near(), 0)).isZero();
        assertThat(Copy.copy(source.far(), target.near(), 4)).isEqualTo(4);
        assertThat(source.far().readToString(10)).isEqualTo("body");
        assertThat(Copy.copy(source.far(), target.near(), 4)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> Copy.copy(source.far(), target.near(), -1));
        target.near().close();
        assertThat(target.far().readToString(10)).isEqualTo("head");
    }

    @Test
    void startsWithWhatAReaderHas() throws Exception {
        send("length 4\nbodytrailer\n");
        var reader = BufferedSource.of(source.far());
        assertThat(reader.readLine(20)).contains("length 4");

        assertThat(Copy.copy(reader, target.near(), 4)).isEqualTo(4);
        assertThat(reader.readLine(20)).contains("trailer");
        assertThat(Copy.copy(reader, target.near())).isZero();
        target.near().close();
        assertThat(target.far().readToString(10)).isEqualTo("body");
    }

    @Test
    void fromAReaderATimeoutLosesNothing() throws Exception {
        int length = 12_000_000; // more than two connections find room for
        var sending = Threads.VIRTUAL.run(() -> {
            source.near().writeAll(Pattern.bytes(0, length));
            source.near().shutdown(Shutdown.WRITE);
        });
        var reader = BufferedSource.of(source.far());
        target.near().setWriteTimeout(Duration.ofMillis(20));
        Expect.failure(ErrorKind.TIMED_OUT, () -> Copy.copy(reader, target.near()));
        target.near().clearWriteTimeout();

        var copying = Threads.VIRTUAL.call(() -> Copy.copy(reader, target.near()));
        var all = ByteBuffer.allocate(length);
        target.far().readExact(all);

        sending.result();
        assertThat(copying.result()).isLessThan(length);
        Pattern.check(all.flip(), 0);
    }

    @Test
    void anInterruptEndsACopyThatNeverWaits() throws Exception {
        var endless = new FickleStream(new byte[Integer.MAX_VALUE / 64], () -> 1);
        var drain = new FickleStream(new byte[0], () -> 1);
        Thread.currentThread().interrupt();

        Expect.failure(ErrorKind.INTERRUPTED, () -> Copy.copy(endless.stream(), drain.stream()));
        var reader = BufferedSource.of(endless.stream());
        Expect.failure(ErrorKind.INTERRUPTED, () -> Copy.copy(reader, drain.stream()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(drain.written.size()).isZero();
    }

    @Test
    void failureOfTheCopyItselfNamesTheSource() {
        var peer = source.far().peerAddress();
        var reader = BufferedSource.of(source.far());
        Thread.currentThread().interrupt();

        Expect.failure(ErrorKind.INTERRUPTED, "copy", peer, () -> Copy.copy(source.far(), target.near()));
        Expect.failure(ErrorKind.INTERRUPTED, "copy", peer, () -> Copy.copy(reader, target.near()));

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aStreamIsItsOwnEcho() throws Exception {
        var copying = Threads.VIRTUAL.call(() -> Copy.copy(source.far(), source.far()));
        source.near().writeAll("hello".getBytes(UTF_8));
        var back = new byte[5];
        source.near().readExact(back);
        source.near().shutdown(Shutdown.WRITE);

        assertThat(back).asString(UTF_8).isEqualTo("hello");
        assertThat(copying.result()).isEqualTo(5);
    }
}
