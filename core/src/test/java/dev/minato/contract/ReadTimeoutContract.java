package dev.minato.contract;

import static dev.minato.error.ErrorKind.TIMED_OUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A read timeout bounds each wait of a read, says `TIMED_OUT`, and loses nothing.
@Contract
class ReadTimeoutContract extends ConnectedContract {
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(15_410);

    @Test
    void itIsNotSetAtFirstAndReadsBackExactly() throws Exception {
        assertThat(near.readTimeout()).isEmpty();
        near.setReadTimeout(LONG);
        assertThat(near.readTimeout()).contains(LONG);
        assertThat(near.writeTimeout()).isEmpty();
        near.setReadTimeout(Duration.ofNanos(1));
        assertThat(near.readTimeout()).contains(Duration.ofNanos(1));
        near.clearReadTimeout();
        assertThat(near.readTimeout()).isEmpty();
    }

    @Test
    void zeroIsRefusedAndLeavesTheOldOne() throws Exception {
        near.setReadTimeout(LONG);
        assertThatIllegalArgumentException().isThrownBy(() -> near.setReadTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> near.setReadTimeout(Duration.ofNanos(-1)));
        assertThat(near.readTimeout()).contains(LONG);
    }

    @Test
    void readWithoutDataTimesOut() throws Exception {
        near.setReadTimeout(SHORT);
        Expect.failure(TIMED_OUT, "read", near.peerAddress(), () -> near.read(ByteBuffer.allocate(10)));
        Expect.failure(TIMED_OUT, "read", near.peerAddress(), () -> near.readExact(new byte[10]));
        Expect.failure(TIMED_OUT, "read", near.peerAddress(), () -> near.readToEnd(10));
    }

    @Test
    void dataThatIsThereIsReadAndTheNextReadTimesOut() throws Exception {
        near.setReadTimeout(SHORT);
        far.writeAll("hello world".getBytes(UTF_8));
        var bytes = new byte[11];
        near.awaitReadable(Duration.ofHours(1));
        near.readExact(bytes);
        assertThat(bytes).asString(UTF_8).isEqualTo("hello world");
        Expect.failure(TIMED_OUT, () -> near.readExact(bytes));
    }

    @Test
    void dataAfterATimeoutIsWhole() throws Exception {
        near.setReadTimeout(SHORT);
        Expect.failure(TIMED_OUT, () -> near.read(ByteBuffer.allocate(10)));
        far.writeAll("whole".getBytes(UTF_8));
        near.clearReadTimeout();
        var bytes = new byte[5];
        near.readExact(bytes);
        assertThat(bytes).asString(UTF_8).isEqualTo("whole");
    }

    @Test
    void readExactShowsInThePositionHowMuchItGot() throws Exception {
        far.writeAll("par".getBytes(UTF_8));
        near.awaitReadable();
        near.setReadTimeout(SHORT);
        var buffer = ByteBuffer.allocate(5);
        Expect.failure(TIMED_OUT, () -> near.readExact(buffer));
        assertThat(buffer.position()).isEqualTo(3);

        far.writeAll("ts".getBytes(UTF_8));
        near.clearReadTimeout();
        near.readExact(buffer);
        assertThat(buffer.array()).asString(UTF_8).isEqualTo("parts");
    }

    @Test
    void itCoversEachWaitAndNotTheWholeCall() throws Exception {
        near.setReadTimeout(Duration.ofSeconds(10));
        var call = world.run(() -> near.readExact(new byte[20]));
        for (int i = 0; i < 20; i++) {
            far.writeAll(new byte[1]);
        }
        call.result();
    }

    @Test
    void clonesShareIt() throws Exception {
        try (var clone = near.tryClone()) {
            clone.setReadTimeout(SHORT);
            assertThat(near.readTimeout()).contains(SHORT);
            Expect.failure(TIMED_OUT, () -> near.read(ByteBuffer.allocate(1)));
            near.clearReadTimeout();
            assertThat(clone.readTimeout()).isEmpty();
        }
    }

    @Test
    void thatOfAnAcceptedConnectionIsItsOwn() throws Exception {
        near.setReadTimeout(SHORT);
        assertThat(far.readTimeout()).isEmpty();
    }

    @Test
    void aChangeCountsFromTheNextReadOn() throws Exception {
        near.setReadTimeout(LONG);
        var call = world.call(() -> near.read(ByteBuffer.allocate(1))).awaitWaiting();
        near.setReadTimeout(Duration.ofNanos(1));
        Expect.failure(TIMED_OUT, () -> near.awaitReadable(SHORT));
        assertThat(call.isFinished()).isFalse();
        far.writeAll(new byte[1]);
        assertThat(call.result()).isEqualTo(1);
    }
}
