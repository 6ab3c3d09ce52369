package dev.minato.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.pool.BufferPool;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The buffer of a copy is the pool's: held while something is in it, given back before a wait.
@NetworkTest
class CopyBufferTest {
    private static final int MESSAGES = 5_000;
    private static final int ROUNDS = 12;

    private final byte[] message = new byte[100];
    private final ByteBuffer arrived = ByteBuffer.allocate(100);
    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
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

    private Transfer transfer(int bufferSize) {
        return new Transfer(source.far(), target.near(), bufferSize);
    }

    private void read(Transfer transfer) throws NetException {
        source.near().writeAll(message);
        source.far().awaitReadable();
        assertThat(transfer.read(Long.MAX_VALUE)).isEqualTo(message.length);
    }

    private void passOn(Transfer transfer) throws NetException {
        read(transfer);
        assertThat(transfer.write()).isEqualTo(message.length);
        target.far().readExact(arrived.clear());
    }

    private void findNothing(Transfer transfer) {
        source.far().setReadTimeout(Duration.ofMillis(1));
        Expect.failure(ErrorKind.TIMED_OUT, "read", source.far().peerAddress(), () -> transfer.read(Long.MAX_VALUE));
        source.far().clearReadTimeout();
    }

    private static ByteBuffer taken() {
        return BufferPool.INPUT.allocate(Copy.BUFFER_SIZE);
    }

    /// Returns the buffer that is taken next; there is room for another one beside it.
    private static ByteBuffer next() {
        ByteBuffer _ = taken();
        ByteBuffer next = taken();
        assertThat(BufferPool.INPUT.release(next)).isTrue();
        return next;
    }

    @Test
    void aCopyHoldsTheBufferThatWasUsedLast() throws Exception {
        ByteBuffer last = next();
        try (var transfer = transfer(Copy.BUFFER_SIZE)) {
            read(transfer);

            assertThat(transfer.unwritten().array()).isSameAs(last.array());
            assertThat(taken()).isNotSameAs(last);
        }
        assertThat(taken()).isSameAs(last);
    }

    @Test
    void aWaitHoldsNone() throws Exception {
        try (var transfer = transfer(Copy.BUFFER_SIZE)) {
            ByteBuffer last = next();
            passOn(transfer);
            assertThat(taken()).isNotSameAs(last);
            findNothing(transfer);

            assertThat(taken()).isSameAs(last);
            passOn(transfer);
        }
    }

    /// Or it would be garbage, and made again by the next read.
    @Test
    void oneThatThePoolHasNoRoomForIsKept() throws Exception {
        try (var transfer = transfer(Copy.BUFFER_SIZE)) {
            read(transfer);
            byte[] own = transfer.unwritten().array();
            assertThat(transfer.write()).isEqualTo(message.length);
            fillPool();
            findNothing(transfer);
            read(transfer);

            assertThat(transfer.unwritten().array()).isSameAs(own);
        }
    }

    private static void fillPool() {
        while (BufferPool.INPUT.release(ByteBuffer.allocate(BufferPool.LARGE))) {
            // until it is full
        }
    }

    @Test
    void oneOfASizeThatThePoolDoesNotHaveIsKept() throws Exception {
        try (var transfer = transfer(BufferPool.HUGE + 1)) {
            read(transfer);
            byte[] own = transfer.unwritten().array();
            assertThat(transfer.write()).isEqualTo(message.length);
            findNothing(transfer);
            read(transfer);

            assertThat(transfer.unwritten().array()).isSameAs(own);
        }
    }

    @Test
    void whatAFailureLeavesIsHeldUntilTheEnd() throws Exception {
        try (var transfer = transfer(Copy.BUFFER_SIZE)) {
            read(transfer);
            target.near().close();
            Expect.failure(ErrorKind.CLOSED, transfer::write);

            assertThat(transfer.isHolding()).isTrue();
            assertThat(transfer.unwritten().remaining()).isEqualTo(message.length);
            assertThat(taken().array()).isNotSameAs(transfer.unwritten().array());
        }
    }

    /// What sockets allocate on this thread, which is no thread of a loop, and nothing beside it.
    @Test
    void aMessageAllocatesNoMoreThanWithABufferOfOnesOwn() throws Exception {
        try (var transfer = transfer(Copy.BUFFER_SIZE)) {
            var own = ByteBuffer.allocate(100);
            long byHand = allocated(() -> {
                int _ = source.far().read(own.clear());
                target.near().writeAll(own.flip());
            });

            assertThat(allocated(() -> onePasses(transfer))).isLessThanOrEqualTo(byHand);
        }
    }

    private interface Step {
        void once() throws NetException;
    }

    private long allocated(Step step) throws NetException {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < MESSAGES; i++) {
                source.near().writeAll(message);
                step.once();
                target.far().readExact(arrived.clear());
            }
            least = Math.min(least, (thread.getCurrentThreadAllocatedBytes() - before) / MESSAGES);
        }
        return least;
    }

    private static void onePasses(Transfer transfer) throws NetException {
        int _ = transfer.read(Long.MAX_VALUE);
        while (transfer.isHolding()) {
            int _ = transfer.write();
        }
    }
}
