package dev.minato.net;

import static dev.minato.error.ErrorKind.DEADLINE_EXCEEDED;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static dev.minato.error.ErrorKind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.io.BufferedSink;
import dev.minato.io.BufferedSource;
import dev.minato.io.Copy;
import dev.minato.task.Tasks;
import dev.minato.testing.Call;
import dev.minato.testing.Expect;
import dev.minato.testing.ManualClock;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A pair in memory is bounded, keeps every byte in order, and takes the time from its platform.
@Timeout(60)
class MemoryStreamTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes);
    }

    @Test
    void endsAreNamedAndSayWhichTheyAre() throws Exception {
        try (var ends = ByteStream.pair()) {
            assertThat(ends.first()).hasToString("memory (first) → memory (second)");
            assertThat(ends.second()).hasToString("memory (second) → memory (first)");
            assertThat(ends.first().peerName()).contains("memory (second)");
            assertThat(ends.second().localAddress()).isEqualTo(ends.first().peerAddress());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void eachDirectionHoldsItsCapacity(int capacity) throws Exception {
        try (var ends = ByteStream.pair(capacity)) {
            for (var end : List.of(ends.first(), ends.second())) {
                assertThat(end.tryWrite(room(2000))).isEqualTo(capacity);
                assertThat(end.tryWrite(room(1))).isZero();
                assertThat(end.sendBufferSize()).isEqualTo(capacity);
                assertThat(end.receiveBufferSize()).isEqualTo(capacity);
            }
            assertThat(ends.second().read(room(2000))).isEqualTo(capacity);
        }
    }

    @Test
    void defaultCapacityIsThatOfAPipe() throws Exception {
        try (var ends = ByteStream.pair()) {
            assertThat(ends.first().write(room(1 << 20))).isEqualTo(64 * 1024);
        }
    }

    /// More than one call copies at once.
    @Test
    void largePairIsFilledByManyCalls() throws Exception {
        int capacity = 3 << 20;
        try (var ends = ByteStream.pair(capacity)) {
            ends.first().writeAll(Pattern.bytes(0, capacity));
            assertThat(ends.first().tryWrite(room(1))).isZero();
            ends.first().shutdown(Shutdown.WRITE);
            Pattern.check(ByteBuffer.wrap(ends.second().readToEnd(capacity)), 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, MemoryStream.MAX_CAPACITY + 1, Integer.MAX_VALUE})
    void absurdCapacityIsAnIllegalArgument(int capacity) {
        assertThatThrownBy(() -> ByteStream.pair(capacity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity must be from 1 to 1073741824 bytes, not " + capacity);
    }

    @Test
    void optionsThatItHasNotAreUnsupported() throws Exception {
        try (var ends = ByteStream.pair()) {
            var near = ends.first();
            Expect.failure(UNSUPPORTED, () -> near.setSendBufferSize(1));
            Expect.failure(UNSUPPORTED, () -> near.setReceiveBufferSize(1));
            assertThat(near.takeError()).isEmpty();
        }
    }

    @Test
    void buffersThatCannotBeUsedAreRefusedAndNothingIsLost() throws Exception {
        try (var ends = ByteStream.pair()) {
            ends.first().writeAll(new byte[3]);
            assertThatIllegalArgumentException().isThrownBy(() -> ends.second().read(room(1).asReadOnlyBuffer()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ends.second().read(new ByteBuffer[] {room(1), room(1).asReadOnlyBuffer()}));
            ByteBuffer gone;
            try (var arena = Arena.ofConfined()) {
                gone = arena.allocate(10).asByteBuffer();
            }
            assertThatIllegalStateException().isThrownBy(() -> ends.second().read(gone));
            assertThatIllegalStateException().isThrownBy(() -> ends.second().peek(gone));
            assertThatIllegalStateException().isThrownBy(() -> ends.first().write(gone));
            assertThatIllegalStateException().isThrownBy(() -> ends.first().write(new ByteBuffer[] {gone}));
            assertThat(ends.second().read(room(10))).isEqualTo(3);
        }
    }

    @Test
    void bytesGoThroughDirectBuffersToo() throws Exception {
        try (var ends = ByteStream.pair(7)) {
            var buffer = ByteBuffer.allocateDirect(5);
            for (long at = 0; at < 100; at += 5) {
                Pattern.put(buffer.clear(), at);
                ends.first().writeAll(buffer.flip());
                ends.second().readExact(buffer.clear());
                Pattern.check(buffer.flip(), at);
            }
        }
    }

    /// Reads, peeks and writes of all shapes, beside a count of what is in between.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void anyCallsInAnyOrderKeepTheBytesInOrder(int capacity) throws Exception {
        long seed = Long.getLong("minato.seed", new Random().nextLong());
        System.out.println("-Dminato.seed=" + seed);
        var random = new Random(seed);
        long written = 0;
        long read = 0;
        try (var ends = ByteStream.pair(capacity)) {
            for (int i = 0; i < 20_000; i++) {
                int length = random.nextInt(2 * capacity + 1);
                switch (random.nextInt(5)) {
                    case 0 -> written += ends.first().tryWrite(Pattern.bytes(written, length));
                    case 1 -> {
                        if (written - read < capacity) {
                            written += ends.first().write(parts(Pattern.bytes(written, length), random));
                        }
                    }
                    case 2 -> {
                        var buffer = room(length);
                        assertThat(ends.second().tryPeek(buffer)).isEqualTo((int) Math.min(length, written - read));
                        Pattern.check(buffer.flip(), read);
                    }
                    case 3 -> {
                        var buffer = room(length);
                        long count = ends.second().tryRead(buffer);
                        assertThat(count).isEqualTo(Math.min(length, written - read));
                        Pattern.check(buffer.flip(), read);
                        read += count;
                    }
                    default -> {
                        if (written > read) {
                            var buffer = room(length);
                            long count = ends.second().read(parts(buffer, random));
                            assertThat(count).isEqualTo(Math.min(length, written - read));
                            Pattern.check(buffer.limit((int) count), read);
                            read += count;
                        }
                    }
                }
                assertThat(written - read).isBetween(0L, (long) capacity);
            }
        }
    }

    private static ByteBuffer[] parts(ByteBuffer whole, Random random) {
        int cut = random.nextInt(whole.remaining() + 1);
        return new ByteBuffer[] {whole.slice(0, cut), whole.slice(cut, whole.remaining() - cut)};
    }

    @Test
    void timeoutsAreThoseOfThePlatformsClock() throws Exception {
        var clock = new ManualClock().jumping();
        clock.call(() -> {
            try (var ends = ByteStream.pair(1)) {
                var near = ends.first();
                near.setReadTimeout(MINUTE);
                Expect.failure(TIMED_OUT, "read", near.peerAddress(), () -> near.read(room(1)));
                assertThat(clock.elapsed()).isEqualTo(MINUTE);
                near.writeAll(new byte[1]);
                near.setWriteTimeout(MINUTE.multipliedBy(2));
                Expect.failure(TIMED_OUT, "write", near.peerAddress(), () -> near.writeAll(new byte[1]));
                assertThat(clock.elapsed()).isEqualTo(MINUTE.multipliedBy(3));
                Expect.failure(TIMED_OUT, () -> near.awaitReadable(MINUTE));
                Expect.failure(TIMED_OUT, () -> near.awaitWritable(MINUTE));
                assertThat(clock.elapsed()).isEqualTo(MINUTE.multipliedBy(5));
                ends.second().writeAll(new byte[1]);
                assertThat(near.read(room(1))).isEqualTo(1);
                assertThat(clock.elapsed()).isEqualTo(MINUTE.multipliedBy(5));
            }
            return "done";
        });
    }

    @Test
    void deadlineOfTheScopeCoversItsWaits() throws Exception {
        try (var ends = ByteStream.pair()) {
            Expect.failure(
                    DEADLINE_EXCEEDED,
                    () -> Tasks.withDeadline(
                            Duration.ofMillis(20), () -> ends.first().read(room(1))));
            ends.second().writeAll(new byte[1]);
            assertThat(ends.first().read(room(1))).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hundredMegabytesBothWays(Threads threads) throws Exception {
        long total = 100 << 20;
        try (var ends = ByteStream.pair()) {
            var there = threads.run(() -> send(ends.first(), total));
            var back = threads.run(() -> send(ends.second(), total));
            var first = threads.call(() -> receive(ends.first()));
            assertThat(receive(ends.second())).isEqualTo(total);
            assertThat(first.result()).isEqualTo(total);
            there.result();
            back.result();
        }
    }

    private static void send(ByteStream stream, long total) throws NetException {
        var buffer = room(50_000);
        for (long at = 0; at < total; ) {
            int count = (int) Math.min(buffer.capacity(), total - at);
            Pattern.put(buffer.clear().limit(count), at);
            stream.writeAll(buffer.flip());
            at += count;
        }
        stream.shutdown(Shutdown.WRITE);
    }

    private static long receive(ByteStream stream) throws NetException {
        var buffer = room(30_000);
        long at = 0;
        while (stream.read(buffer.clear()) != -1) {
            int count = buffer.position();
            Pattern.check(buffer.flip(), at);
            at += count;
        }
        return at;
    }

    @Test
    void manyReadersAndWritersOnClonesShareOneByteOfRoom() throws Exception {
        int each = 500;
        try (var ends = ByteStream.pair(1)) {
            List<Call<?>> writers = new ArrayList<>();
            List<Call<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                var writer = ends.first().tryClone();
                writers.add(Threads.VIRTUAL.run(() -> {
                    try (writer) {
                        writer.writeAll(new byte[each]);
                    }
                }));
                var reader = ends.second().tryClone();
                readers.add(Threads.VIRTUAL.call(() -> {
                    try (reader) {
                        return reader.readToEnd(4 * each).length;
                    }
                }));
            }
            writers.forEach(Call::result);
            ends.first().close();
            assertThat(readers.stream().mapToInt(Call::result).sum()).isEqualTo(4 * each);
        }
    }

    @Test
    void buffersFramesAndCopiesWorkOverIt() throws Exception {
        try (var ends = ByteStream.pair(3);
                var other = ByteStream.pair(5)) {
            var writing = Threads.VIRTUAL.run(() -> {
                try (var sink = BufferedSink.of(ends.first())) {
                    sink.writeInt(42, ByteOrder.BIG_ENDIAN);
                    sink.writeAll("one\ntwo\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                }
            });
            var copying = Threads.VIRTUAL.run(() -> {
                Copy.copy(ends.second(), other.first());
                other.first().shutdown(Shutdown.WRITE);
            });
            var source = BufferedSource.of(other.second());
            assertThat(source.readInt(ByteOrder.BIG_ENDIAN)).isEqualTo(42);
            assertThat(source.readLine(10)).contains("one");
            assertThat(source.readLine(10)).contains("two");
            assertThat(source.readLine(10)).isEmpty();
            writing.result();
            copying.result();
        }
    }

    @Test
    void messagesGoThroughLittleRoom() throws Exception {
        try (var ends = ByteStream.pair(2);
                var near = new Framed<>(ends.first(), LineCodec.utf8(100));
                var far = new Framed<>(ends.second(), LineCodec.utf8(100))) {
            var answer = Threads.VIRTUAL.run(() -> {
                far.write(far.read().orElseThrow() + "!");
                far.flush();
            });
            near.write("hello");
            assertThat(near.read()).contains("hello!");
            answer.result();
        }
    }

    @Test
    void transfersAllocateNothing() throws Exception {
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (var ends = ByteStream.pair(1000)) {
            var buffer = room(64);
            var several = new ByteBuffer[] {room(32), room(32)};
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 20 && least > 0; round++) {
                long before = thread.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 5_000; i++) {
                    ends.first().write(buffer.clear());
                    ends.second().peek(buffer.clear());
                    ends.second().read(buffer.clear());
                    ends.second().write(clear(several));
                    ends.first().awaitReadable();
                    ends.first().read(clear(several));
                }
                least = Math.min(least, (thread.getCurrentThreadAllocatedBytes() - before) / 5_000);
            }
            assertThat(least).isZero();
        }
    }

    private static ByteBuffer[] clear(ByteBuffer[] buffers) {
        for (ByteBuffer buffer : buffers) {
            buffer.clear();
        }
        return buffers;
    }
}
