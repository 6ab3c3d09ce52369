package dev.minato.contract;

import static dev.minato.error.ErrorKind.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.net.Shutdown;
import dev.minato.testing.Call;
import dev.minato.testing.Expect;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/// A write timeout bounds each wait of a write, says `TIMED_OUT`, and the position says what was taken.
@Contract
class WriteTimeoutContract {
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(15_410);
    /// More than the system can find room for beyond what it has taken.
    private static final int MUCH = 8 << 20;

    @Parameter
    World world;

    private Pair pair;

    @BeforeEach
    void open() throws Exception {
        pair = world.pair();
    }

    @AfterEach
    void close() throws Exception {
        pair.close();
    }

    @Test
    void itIsNotSetAtFirstAndReadsBackExactly() throws Exception {
        var near = pair.near();
        assertThat(near.writeTimeout()).isEmpty();
        near.setWriteTimeout(LONG);
        assertThat(near.writeTimeout()).contains(LONG);
        assertThat(near.readTimeout()).isEmpty();
        near.clearWriteTimeout();
        assertThat(near.writeTimeout()).isEmpty();
    }

    @Test
    void zeroIsRefusedAndLeavesTheOldOne() throws Exception {
        pair.near().setWriteTimeout(LONG);
        assertThatIllegalArgumentException().isThrownBy(() -> pair.near().setWriteTimeout(Duration.ZERO));
        assertThat(pair.near().writeTimeout()).contains(LONG);
    }

    @Test
    void writeToAPeerThatDoesNotReadTimesOutAndThePositionSaysWhatWasTaken() throws Exception {
        var near = pair.near();
        long filled = pair.fill();
        near.setWriteTimeout(SHORT);
        ByteBuffer rest = Pattern.bytes(filled, MUCH);
        Expect.failure(TIMED_OUT, "write", near.peerAddress(), () -> near.writeAll(rest));
        assertThat(rest.remaining()).isPositive();

        // A second one goes on where the first stopped.
        near.clearWriteTimeout();
        Call<Long> drained = world.call(this::drain);
        near.writeAll(rest);
        near.shutdown(Shutdown.WRITE);
        assertThat(drained.result()).isEqualTo(filled + MUCH);
    }

    @Test
    void awaitWritableHasATimeoutOfItsOwn() throws Exception {
        pair.fill();
        var near = pair.near();
        near.setWriteTimeout(LONG);
        Expect.failure(TIMED_OUT, "await writable", near.peerAddress(), () -> near.awaitWritable(SHORT));
    }

    @Test
    void itDoesNotBoundReads() throws Exception {
        var near = pair.near();
        near.setWriteTimeout(Duration.ofNanos(1));
        var read = world.call(() -> near.read(ByteBuffer.allocate(1))).awaitWaiting();
        pair.far().writeAll(new byte[1]);
        assertThat(read.result()).isEqualTo(1);
    }

    /// Reads at the far end to the end of the stream, checks each byte, and counts them.
    private long drain() throws Exception {
        long total = 0;
        var buffer = ByteBuffer.allocate(64 * 1024);
        while (pair.far().read(buffer.clear()) != -1) {
            int count = buffer.position();
            Pattern.check(buffer.flip(), total);
            total += count;
        }
        return total;
    }
}
