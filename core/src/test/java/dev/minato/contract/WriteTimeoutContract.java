package dev.minato.contract;

import static dev.minato.error.ErrorKind.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.net.Shutdown;
import dev.minato.testing.Call;
import dev.minato.testing.Expect;
import dev.minato.testing.Pattern;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A write timeout bounds each wait of a write, says `TIMED_OUT`, and the position says what was taken.
@Contract
class WriteTimeoutContract extends ConnectedContract {
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(15_410);
    /// More than the system can find room for beyond what it has taken.
    private static final int MUCH = 8 << 20;

    @Test
    void itIsNotSetAtFirstAndReadsBackExactly() throws Exception {
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
        long filled = pair.fill();
        near.setWriteTimeout(SHORT);
        ByteBuffer rest = Pattern.bytes(filled, MUCH);
        Expect.failure(TIMED_OUT, "write", near.peerAddress(), () -> near.writeAll(rest));
        assertThat(rest.remaining()).isPositive();

        // A second one goes on where the first stopped.
        near.clearWriteTimeout();
        Call<Long> drained = world.call(() -> Pattern.checkToEnd(far));
        near.writeAll(rest);
        near.shutdown(Shutdown.WRITE);
        assertThat(drained.result()).isEqualTo(filled + MUCH);
    }

    @Test
    void awaitWritableHasATimeoutOfItsOwn() throws Exception {
        pair.fill();
        near.setWriteTimeout(LONG);
        Expect.failure(TIMED_OUT, "await writable", near.peerAddress(), () -> near.awaitWritable(SHORT));
    }

    @Test
    void itDoesNotBoundReads() throws Exception {
        near.setWriteTimeout(Duration.ofNanos(1));
        var read = world.call(() -> near.read(ByteBuffer.allocate(1))).awaitWaiting();
        pair.far().writeAll(new byte[1]);
        assertThat(read.result()).isEqualTo(1);
    }
}
