package dev.minato.net;

import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.testing.Able;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// What a slow reader leaves in the kernel: how much it is, and the mark that bounds it.
@NetworkTest
@SuppressWarnings("try") // closing is what is tested
class TcpUnsentTest {
    private static final int MARK = 16 * 1024;

    @Test
    void whatTheReaderHasNoRoomForIsUnsent() throws Exception {
        try (var pair = Pair.open()) {
            Able.orUnsupported(Able.here().unsentBytes(), () -> {
                assertThat(pair.near().unsentBytes()).isZero();
                long written = pair.fill();
                assertThat(pair.near().unsentBytes()).isPositive().isLessThan(written);
                read(pair.far(), written);
                Eventually.holds("all is sent", () -> pair.near().unsentBytes() == 0);
            });
        }
    }

    /// An acknowledgement that is late must not look like a slow reader: what was sent is not unsent.
    @Test
    void whatWasSentAndNotReadIsNotUnsent() throws Exception {
        try (var pair = Pair.open()) {
            Able.orUnsupported(Able.here().unsentBytes(), () -> {
                pair.near().writeAll(new byte[1000]);
                pair.far().awaitReadable();
                assertThat(pair.near().unsentBytes()).isZero();
            });
        }
    }

    @Test
    void theCountIsForClonesTooAndNotForClosedHandles() throws Exception {
        try (var pair = Pair.open()) {
            Able.orUnsupported(Able.here().unsentBytes(), () -> {
                pair.fill();
                try (var clone = pair.near().tryClone()) {
                    assertThat(clone.unsentBytes()).isPositive();
                    clone.close();
                    Expect.failure(CLOSED, clone::unsentBytes);
                }
            });
        }
    }

    @Test
    void theMarkIsNotSetAtFirstAndReadsBack() throws Exception {
        try (var pair = Pair.open()) {
            Able.orUnsupported(Able.here().unsentBytes(), () -> {
                assertThat(pair.near().notSentLowWaterMark()).isEmpty();
                pair.near().setNotSentLowWaterMark(MARK);
                assertThat(pair.near().notSentLowWaterMark()).hasValue(MARK);
                pair.near().clearNotSentLowWaterMark();
                assertThat(pair.near().notSentLowWaterMark()).isEmpty();
            });
        }
    }

    @Test
    void belowTheMarkTheSendBufferTakesAllAndAboveItNothing() throws Exception {
        try (var pair = Pair.open()) {
            Able.orUnsupported(Able.here().unsentBytes(), () -> {
                pair.fill();
                long without = pair.near().unsentBytes();
                try (var marked = Pair.open()) {
                    marked.near().setNotSentLowWaterMark(MARK);
                    marked.fill();
                    assertThat(marked.near().unsentBytes()).isBetween((long) MARK / 2, without / 2);
                }
            });
        }
    }

    /// Edge-triggered readiness must hear of the room that the mark, not the buffer, had denied.
    @Test
    void aWriterThatWaitsForTheMarkGoesOn() throws Exception {
        try (var pair = Pair.open()) {
            Able.orUnsupported(Able.here().unsentBytes(), () -> {
                pair.near().setNotSentLowWaterMark(MARK);
                long written = pair.fill();
                int more = 4 << 20;
                var writer = Thread.ofVirtual().start(() -> {
                    try {
                        pair.near().writeAll(new byte[more]);
                    } catch (NetException e) {
                        throw new AssertionError(e);
                    }
                });
                read(pair.far(), written + more);
                writer.join();
            });
        }
    }

    @Test
    void acceptedConnectionsInheritTheMarkOfTheListener() throws Exception {
        if (!Able.here().unsentBytes()) {
            Expect.failure(
                    UNSUPPORTED,
                    () -> TcpListener.options().notSentLowWaterMark(MARK).bind("127.0.0.1:0"));
            return;
        }
        try (var listener = TcpListener.options().notSentLowWaterMark(MARK).bind("127.0.0.1:0");
                var near = TcpStream.options().notSentLowWaterMark(2 * MARK).connect(listener.localAddress());
                var far = listener.accept()) {
            assertThat(far.notSentLowWaterMark()).hasValue(MARK);
            assertThat(near.notSentLowWaterMark()).hasValue(2 * MARK);
        }
    }

    private static void read(TcpStream stream, long count) throws NetException {
        var buffer = ByteBuffer.allocate(1 << 16);
        for (long left = count; left > 0; left -= buffer.position()) {
            assertThat(stream.read(buffer.clear())).isPositive();
        }
    }
}
