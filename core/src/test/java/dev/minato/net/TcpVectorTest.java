package dev.minato.net;

import static dev.minato.error.ErrorKind.BROKEN_PIPE;
import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static dev.minato.error.ErrorKind.WOULD_BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.NetException;
import dev.minato.testing.ConnectedTest;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads into several buffers, and writes from several.
@NetworkTest
class TcpVectorTest extends ConnectedTest {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    @Test
    void buffersAreFilledOneAfterTheOther() throws NetException {
        far.writeAll(Pattern.bytes(0, 10));
        var first = ByteBuffer.allocate(3);
        var second = ByteBuffer.allocateDirect(4);
        var third = ByteBuffer.allocate(100);
        long count = 0;
        while (count < 10) {
            count += near.read(new ByteBuffer[] {first, second, third});
        }
        Pattern.check(first.flip(), 0);
        Pattern.check(second.flip(), 3);
        assertThat(third.position()).isEqualTo(3);
        Pattern.check(third.flip(), 7);
    }

    @Test
    void buffersAreWrittenOneAfterTheOther() throws NetException {
        ByteBuffer[] parts = {Pattern.bytes(0, 3), EMPTY, Pattern.bytes(3, 4).asReadOnlyBuffer(), direct(7, 5)};
        near.writeAll(parts);
        var got = ByteBuffer.allocate(12);
        far.readExact(got);
        Pattern.check(got.flip(), 0);
        assertThat(parts).allSatisfy(part -> assertThat(part.hasRemaining()).isFalse());
    }

    private static ByteBuffer direct(int position, int count) {
        var buffer = ByteBuffer.allocateDirect(count);
        Pattern.put(buffer, position);
        return buffer.flip();
    }

    @Test
    void onlyTheRangeIsUsed() throws NetException {
        ByteBuffer[] parts = {Pattern.bytes(9, 9), Pattern.bytes(0, 2), Pattern.bytes(2, 2), Pattern.bytes(9, 9)};
        assertThat(near.write(parts, 1, 2)).isEqualTo(4);
        assertThat(parts[0].remaining() + parts[3].remaining()).isEqualTo(18);

        ByteBuffer[] rooms = {ByteBuffer.allocate(1), ByteBuffer.allocate(3), ByteBuffer.allocate(3)};
        long count = 0;
        while (count < 4) {
            count += far.read(rooms, 1, 2);
        }
        assertThat(rooms[0].position()).isZero();
        Pattern.check(rooms[1].flip(), 0);
        Pattern.check(rooms[2].flip(), 3);
    }

    @Test
    void aRangeOutsideTheArrayIsRefused() {
        ByteBuffer[] one = {ByteBuffer.allocate(1)};
        assertThatThrownBy(() -> near.read(one, 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> near.read(one, -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> near.write(one, 1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void withoutRoomOrBytesNothingWaits() throws NetException {
        assertThat(near.read(new ByteBuffer[] {EMPTY, EMPTY})).isZero();
        assertThat(near.write(new ByteBuffer[] {EMPTY, EMPTY})).isZero();
        assertThat(near.read(new ByteBuffer[0])).isZero();
        assertThat(near.write(new ByteBuffer[0])).isZero();
        near.writeAll(new ByteBuffer[0]);
    }

    @Test
    void theEndIsMinusOneAgainAndAgain() throws NetException {
        far.shutdown(Shutdown.WRITE);
        ByteBuffer[] two = {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
        assertThat(near.read(two)).isEqualTo(-1);
        assertThat(near.read(two)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1_000, 100_000})
    void allIsWrittenHoweverMuchItIs(int size) throws NetException {
        int parts = 40;
        var buffers = new ByteBuffer[parts];
        for (int i = 0; i < parts; i++) {
            buffers[i] = Pattern.bytes((long) i * size, size);
        }
        var writing = Threads.VIRTUAL.run(() -> near.writeAll(buffers));
        var got = ByteBuffer.allocate(parts * size);
        far.readExact(got);
        Pattern.check(got.flip(), 0);
        writing.result();
    }

    @Test
    void allIsReadIntoManyBuffers() throws NetException {
        int total = 500_000;
        var writing = Threads.VIRTUAL.run(() -> near.writeAll(Pattern.bytes(0, total)));
        ByteBuffer[] rooms = {ByteBuffer.allocate(10), ByteBuffer.allocate(70_000), ByteBuffer.allocate(5)};
        long at = 0;
        while (at < total) {
            for (ByteBuffer room : rooms) {
                room.clear();
            }
            long count = far.read(rooms);
            assertThat(count).isPositive();
            long position = at;
            for (ByteBuffer room : rooms) {
                int length = room.position();
                Pattern.check(room.flip(), position);
                position += length;
            }
            assertThat(position - at).isEqualTo(count);
            at = position;
        }
        writing.result();
    }

    @Test
    void timeoutsModesAndEndsAreThoseOfPlainCalls() throws NetException {
        ByteBuffer[] room = {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
        near.setReadTimeout(Duration.ofMillis(5));
        Expect.failure(TIMED_OUT, "read", near.peerAddress(), () -> near.read(room));
        near.setNonBlocking(true);
        Expect.failure(WOULD_BLOCK, "read", near.peerAddress(), () -> near.read(room));
        near.shutdown(Shutdown.WRITE);
        Expect.failure(BROKEN_PIPE, "write", near.peerAddress(), () -> near.write(room));
        near.close();
        Expect.failure(CLOSED, "read", near.peerAddress(), () -> near.read(room));
        Expect.failure(CLOSED, "write", near.peerAddress(), () -> near.write(room));
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 1_000_000})
    void aHeaderAndALargeBodyAreWrittenTogether(int size) throws NetException {
        ByteBuffer[] parts = {EMPTY, Pattern.bytes(0, 16), Pattern.bytes(16, size)};
        long count = near.write(parts);
        assertThat(count).isGreaterThan(16);
        assertThat(parts[1].hasRemaining()).isFalse();
        assertThat(parts[2].limit()).isEqualTo(size);
        assertThat(parts[2].position()).isEqualTo((int) count - 16);
        var got = ByteBuffer.allocate((int) count);
        far.readExact(got);
        Pattern.check(got.flip(), 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 1_000_000})
    void aHeaderAndALargeBodyAreReadTogether(int size) throws NetException {
        far.writeAll(Pattern.bytes(0, 100));
        near.awaitReadable();
        ByteBuffer[] rooms = {EMPTY, ByteBuffer.allocate(1), ByteBuffer.allocate(size)};
        assertThat(near.read(rooms)).isGreaterThan(1);
        assertThat(rooms[2].limit()).isEqualTo(size);
        Pattern.check(rooms[2].flip(), 1);
    }

    @Test
    void whatWasPeekedAtIsReadIntoAllOfTheBuffers() throws NetException {
        far.writeAll(Pattern.bytes(0, 10));
        near.awaitReadable();
        assertThat(near.peek(ByteBuffer.allocate(10))).isEqualTo(10);
        ByteBuffer[] rooms = {ByteBuffer.allocate(1), ByteBuffer.allocate(20)};
        assertThat(near.read(rooms)).isEqualTo(10);
    }
}
