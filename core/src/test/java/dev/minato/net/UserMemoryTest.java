package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.NetException;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Any buffer may be handed to a socket: it works, or the call refuses it and nothing is lost.
@NetworkTest
class UserMemoryTest {
    private static final int COUNT = 50;

    private Pair pair;
    private UdpSocket datagrams;

    @BeforeEach
    void open() throws NetException {
        pair = Pair.open();
        datagrams = UdpSocket.bind("127.0.0.1:0");
        datagrams.connect(datagrams.localAddress());
    }

    @AfterEach
    void close() throws NetException {
        pair.close();
        datagrams.close();
    }

    /// A way to use a buffer with room or bytes for COUNT.
    private interface Use {
        void of(ByteBuffer buffer) throws NetException;
    }

    private Stream<Use> allUses() {
        return Stream.of(
                pair.near()::read,
                pair.near()::tryRead,
                pair.near()::write,
                pair.near()::tryWrite,
                pair.near()::writeAll,
                pair.near()::readExact,
                pair.near()::peek,
                buffer -> pair.near().read(new ByteBuffer[] {ByteBuffer.allocate(1), buffer}),
                buffer -> pair.near().write(new ByteBuffer[] {ByteBuffer.allocate(1), buffer}),
                datagrams::recv,
                datagrams::recvFrom,
                datagrams::peek,
                datagrams::send,
                buffer -> datagrams.sendTo(buffer, datagrams.localAddress()));
    }

    /// Something to read everywhere.
    private void fill() throws NetException {
        pair.far().writeAll(Pattern.bytes(0, COUNT));
        datagrams.send(Pattern.bytes(0, COUNT));
        pair.near().awaitReadable();
        datagrams.awaitReadable();
    }

    private static void expectRefusals(Class<? extends RuntimeException> refusal, Stream<Use> uses, ByteBuffer buffer) {
        uses.forEach(use -> {
            ThrowingCallable call = () -> use.of(buffer);
            assertThatThrownBy(call).isExactlyInstanceOf(refusal).hasMessageContaining("buffer");
            assertThat(buffer.position()).isZero();
            assertThat(buffer.limit()).isEqualTo(COUNT);
        });
    }

    /// What is there to read was not lost by calls that were refused, and nothing was sent by them.
    private void expectNothingLost() throws NetException {
        var buffer = ByteBuffer.allocate(2 * COUNT);
        assertThat(pair.near().read(buffer)).isEqualTo(COUNT);
        Pattern.check(buffer.flip(), 0);
        assertThat(datagrams.recv(buffer.clear())).isEqualTo(COUNT);
        assertThat(pair.far().tryRead(buffer.clear())).isZero();
        // Nothing else was sent before this.
        datagrams.send(Pattern.bytes(0, 1));
        assertThat(datagrams.recv(buffer.clear())).isEqualTo(1);
    }

    @Test
    void closedArenas() throws Exception {
        fill();
        for (Arena arena : new Arena[] {Arena.ofConfined(), Arena.ofShared()}) {
            ByteBuffer buffer = arena.allocate(COUNT).asByteBuffer();
            arena.close();
            expectRefusals(IllegalStateException.class, allUses(), buffer);
        }
        expectNothingLost();
    }

    @ParameterizedTest
    @MethodSource("threads")
    void confinedArenaOfAnotherThread(Threads threads) throws Exception {
        fill();
        try (var arena = Arena.ofConfined()) {
            ByteBuffer buffer = arena.allocate(COUNT).asByteBuffer();
            threads.run(() -> expectRefusals(IllegalStateException.class, allUses(), buffer))
                    .result();
        }
        expectNothingLost();
    }

    static Stream<Threads> threads() {
        return Stream.of(Threads.values());
    }

    @ParameterizedTest
    @MethodSource("readOnlyBuffers")
    void readOnlyBuffersAreNotReadInto(ByteBuffer buffer) throws NetException {
        fill();
        expectRefusals(
                IllegalArgumentException.class,
                Stream.of(
                        pair.near()::read,
                        pair.near()::tryRead,
                        pair.near()::readExact,
                        datagrams::recv,
                        datagrams::recvFrom),
                buffer);
        expectNothingLost();
    }

    static Stream<ByteBuffer> readOnlyBuffers() {
        return Stream.of(
                Pattern.bytes(0, COUNT).asReadOnlyBuffer(),
                direct(COUNT).asReadOnlyBuffer(),
                MemorySegment.ofArray(new byte[COUNT]).asReadOnly().asByteBuffer(),
                Arena.ofAuto().allocate(COUNT).asReadOnly().asByteBuffer());
    }

    private static ByteBuffer direct(int count) {
        var buffer = ByteBuffer.allocateDirect(count);
        Pattern.put(buffer, 0);
        return buffer.flip();
    }

    /// Buffers of all kinds; each has room for COUNT bytes, and more around them.
    static Stream<ByteBuffer> buffers() {
        return Stream.of(
                ByteBuffer.allocate(COUNT),
                ByteBuffer.allocateDirect(COUNT),
                ByteBuffer.wrap(new byte[3 * COUNT], COUNT, COUNT),
                ByteBuffer.wrap(new byte[3 * COUNT], COUNT, COUNT).slice(),
                ByteBuffer.wrap(new byte[3 * COUNT])
                        .slice(7, COUNT + 20)
                        .position(13)
                        .limit(13 + COUNT),
                ByteBuffer.allocateDirect(3 * COUNT)
                        .slice(3, COUNT + 9)
                        .position(5)
                        .limit(5 + COUNT),
                MemorySegment.ofArray(new byte[3 * COUNT]).asSlice(11, COUNT).asByteBuffer(),
                Arena.ofAuto().allocate(3 * COUNT).asSlice(1, COUNT).asByteBuffer(),
                Arena.ofShared().allocate(COUNT).asByteBuffer(),
                Arena.global().allocate(COUNT).asByteBuffer());
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void bytesLandBetweenPositionAndLimitOnly(ByteBuffer buffer) throws NetException {
        int from = buffer.position();
        pair.far().writeAll(Pattern.bytes(0, 3 * COUNT));
        pair.near().readExact(buffer.duplicate());
        Pattern.check(buffer.duplicate(), 0);
        // What lies around it in the same memory is as it was.
        if (buffer.hasArray()) {
            byte[] array = buffer.array();
            int first = buffer.arrayOffset() + from;
            for (int i = 0; i < array.length; i++) {
                if (i < first || i >= first + COUNT) {
                    assertThat(array[i]).isZero();
                }
            }
        }
        ByteBuffer rest = ByteBuffer.allocate(2 * COUNT);
        pair.near().readExact(rest);
        Pattern.check(rest.flip(), COUNT);

        datagrams.send(Pattern.bytes(0, COUNT));
        assertThat(datagrams.recv(buffer)).isEqualTo(COUNT);
        assertThat(buffer.remaining()).isZero();
        Pattern.check(buffer.duplicate().position(from), 0);
    }

    @ParameterizedTest
    @MethodSource({"buffers", "readOnlyBuffers"})
    void bytesOfAnyBufferAreSent(ByteBuffer buffer) throws NetException {
        var bytes = new byte[COUNT];
        if (!buffer.isReadOnly()) {
            Pattern.put(buffer.duplicate(), 0);
        }
        buffer.duplicate().get(bytes);
        var received = ByteBuffer.allocate(2 * COUNT);

        pair.near().writeAll(buffer.duplicate());
        pair.far().readExact(received.limit(COUNT));
        assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(bytes));

        datagrams.send(buffer.duplicate());
        assertThat(datagrams.recv(received.clear())).isEqualTo(COUNT);
        assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(bytes));

        datagrams.sendTo(buffer, datagrams.localAddress());
        assertThat(buffer.remaining()).isZero();
        assertThat(datagrams.recv(received.clear())).isEqualTo(COUNT);
        assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(bytes));
    }

    /// An arena that is closed while threads read into its memory: its owner is told that it is in use, or the
    /// readers that it is gone.
    @Test
    void arenaClosedDuringReads() throws Exception {
        for (int i = 0; i < 200; i++) {
            Arena arena = Arena.ofShared();
            ByteBuffer buffer = arena.allocate(COUNT).asByteBuffer();
            var reading = Threads.VIRTUAL.call(() -> pair.near().read(buffer));
            if (i % 2 == 0) {
                reading.awaitWaiting();
            }
            closeUnlessInUse(arena);
            pair.far().writeAll(Pattern.bytes(0, 1));
            reading.failure(IllegalStateException.class);
            pair.near().readExact(new byte[1]);
        }
    }

    private static void closeUnlessInUse(Arena arena) throws Exception {
        Eventually.holds("the arena is not in use", () -> {
            try {
                arena.close();
                return true;
            } catch (IllegalStateException inUse) {
                return false;
            }
        });
    }
}
