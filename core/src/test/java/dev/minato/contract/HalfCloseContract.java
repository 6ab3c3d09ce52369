package dev.minato.contract;

import static dev.minato.error.ErrorKind.BROKEN_PIPE;
import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// The two directions of a connection end one by one.
@Contract
class HalfCloseContract extends ConnectedContract {
    @Test
    void afterTheEndOfWritingThePeerReadsTheEndAndStillAnswers() throws Exception {
        near.shutdown(Shutdown.WRITE);
        assertThat(far.read(new byte[1])).isEqualTo(-1);
        assertThat(far.read(new byte[1])).isEqualTo(-1);
        far.writeAll("answer".getBytes(UTF_8));
        far.shutdown(Shutdown.WRITE);
        assertThat(near.readToString(100)).isEqualTo("answer");
    }

    @Test
    void bytesBeforeTheEndArriveBeforeIt() throws Exception {
        near.writeAll(new byte[100_000]);
        near.shutdown(Shutdown.WRITE);
        assertThat(far.readToEnd(200_000)).hasSize(100_000);
    }

    @Test
    void afterItsOwnEndOfWritingAWriteIsABrokenPipe() throws Exception {
        near.shutdown(Shutdown.WRITE);
        Expect.failure(BROKEN_PIPE, "write", near.peerAddress(), () -> near.write(ByteBuffer.allocate(1)));
    }

    @Test
    void afterItsOwnEndOfReadingAReadIsAtTheEnd() throws Exception {
        near.shutdown(Shutdown.READ);
        assertThat(near.read(new byte[1])).isEqualTo(-1);
    }

    @Test
    void endsGoForHandlesMadeBeforeAndAfter() throws Exception {
        try (var before = near.tryClone()) {
            near.shutdown(Shutdown.WRITE);
            near.shutdown(Shutdown.READ);
            try (var after = near.tryClone()) {
                for (var handle : new TcpStream[] {near, before, after}) {
                    Expect.failure(BROKEN_PIPE, () -> handle.write(ByteBuffer.allocate(1)));
                    assertThat(handle.read(new byte[1])).isEqualTo(-1);
                    handle.shutdown(Shutdown.BOTH);
                }
            }
        }
    }

    @Test
    void endOfReadingWakesAReadThatWaitsOnAClone() throws Exception {
        try (var clone = near.tryClone()) {
            var read = world.call(() -> clone.read(new byte[1])).awaitWaiting();
            near.shutdown(Shutdown.READ);
            assertThat(read.result()).isEqualTo(-1);
        }
    }

    @Test
    void endOfWritingWakesAWriteThatWaitsOnAClone() throws Exception {
        pair.fill();
        try (var clone = near.tryClone()) {
            var write = world.run(() -> clone.writeAll(new byte[8 << 20])).awaitWaiting();
            near.shutdown(Shutdown.WRITE);
            Expect.says(write.failure(), BROKEN_PIPE, "write", near.peerAddress());
        }
    }

    @Test
    void thePeersEndWakesAReadThatWaits() throws Exception {
        var read = world.call(() -> near.read(new byte[1])).awaitWaiting();
        far.shutdown(Shutdown.WRITE);
        assertThat(read.result()).isEqualTo(-1);
    }

    @Test
    void endingAgainIsNoErrorAlsoAfterBothEndsAreOver() throws Exception {
        for (int i = 0; i < 3; i++) {
            near.shutdown(Shutdown.WRITE);
        }
        far.shutdown(Shutdown.WRITE);
        assertThat(near.read(new byte[1])).isEqualTo(-1);
        assertThat(far.read(new byte[1])).isEqualTo(-1);
        near.shutdown(Shutdown.BOTH);
        far.shutdown(Shutdown.BOTH);
    }

    @Test
    void endingAfterAResetIsNoErrorAndTheResetIsStillTold() throws Exception {
        pair.reset();
        near.awaitReadable();
        near.shutdown(Shutdown.WRITE);
        Expect.failure(CONNECTION_RESET, () -> near.read(new byte[1]));
    }

    @Test
    void closingOneOfTwoHandlesEndsNothing() throws Exception {
        near.tryClone().close();
        near.writeAll("on".getBytes(UTF_8));
        var two = new byte[2];
        far.readExact(two);
        assertThat(two).asString(UTF_8).isEqualTo("on");
    }

    @Test
    void closingTheLastHandleEndsTheStream() throws Exception {
        near.close();
        assertThat(far.read(new byte[1])).isEqualTo(-1);
    }
}
