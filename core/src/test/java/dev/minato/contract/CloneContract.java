package dev.minato.contract;

import static dev.minato.error.ErrorKind.CLOSED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.TcpStream;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A clone is another handle on the same connection.
@Contract
class CloneContract extends ConnectedContract {
    private TcpStream clone;

    @BeforeEach
    void open() throws Exception {
        clone = near.tryClone();
    }

    @AfterEach
    void close() throws Exception {
        clone.close();
    }

    @Test
    void oneHandleReadsWhileAnotherWrites() throws Exception {
        var read = world.call(() -> near.read(new byte[2])).awaitWaiting();
        clone.writeAll(new byte[] {1});
        assertThat(far.read(new byte[2])).isEqualTo(1);
        far.writeAll(new byte[] {2});
        assertThat(read.result()).isEqualTo(1);
    }

    @Test
    void twoHandlesThatReadGetAByteEach() throws Exception {
        var first = world.call(() -> near.read(new byte[1])).awaitWaiting();
        var second = world.call(() -> clone.read(new byte[1])).awaitWaiting();
        far.writeAll(new byte[] {1});
        far.writeAll(new byte[] {2});
        assertThat(first.result() + second.result()).isEqualTo(2);
        assertThat(near.tryRead(ByteBuffer.allocate(1))).isZero();
    }

    @Test
    void twoHandlesThatWriteAreBothHeard() throws Exception {
        var first = world.run(() -> near.writeAll(new byte[] {1}));
        var second = world.run(() -> clone.writeAll(new byte[] {2}));
        var both = new byte[2];
        far.readExact(both);
        assertThat(both).containsExactlyInAnyOrder(1, 2);
        first.result();
        second.result();
    }

    @Test
    void cloningWhileAnotherReadsDisturbsNothing() throws Exception {
        var read = world.call(() -> clone.read(new byte[1])).awaitWaiting();
        near.tryClone().close();
        assertThat(read.isFinished()).isFalse();
        far.writeAll(new byte[1]);
        assertThat(read.result()).isEqualTo(1);
    }

    @Test
    void closedHandleFailsAndTheOtherGoesOn() throws Exception {
        var read = world.call(() -> clone.read(new byte[1])).awaitWaiting();
        clone.close();
        Expect.says(read.failure(), CLOSED, "read", near.peerAddress());
        Expect.failure(CLOSED, () -> clone.writeAll(new byte[1]));
        Expect.failure(CLOSED, clone::tryClone);
        near.writeAll("on".getBytes(UTF_8));
        far.readExact(new byte[2]);
    }
}
