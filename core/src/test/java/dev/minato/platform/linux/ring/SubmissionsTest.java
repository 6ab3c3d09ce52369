package dev.minato.platform.linux.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Each submission reaches the kernel once and in its order, however few the kernel takes at a time.
class SubmissionsTest {
    private static final int SIZE = 4;
    private static final int HEAD = 0;
    private static final int TAIL = 4;

    private final MemorySegment shared = Arena.ofAuto().allocate(8, 8);
    private final MemorySegment queue = Arena.ofAuto().allocate(SIZE * RingAbi.SQE_SIZE, 8);
    private final Submissions submissions = new Submissions(shared, HEAD, TAIL, queue);
    private final List<Long> taken = new ArrayList<>();

    private void add(long data) {
        submissions.add(RingAbi.IORING_OP_SEND, 0, 0, (int) data, 0, 0, 0, data);
    }

    /// What the kernel does when it is entered.
    private void enter(int most) {
        int count = Math.min(most, submissions.publish());
        int head = shared.get(JAVA_INT, HEAD);
        for (int i = 0; i < count; i++) {
            long at = (long) (head++ & SIZE - 1) * RingAbi.SQE_SIZE;
            assertThat(queue.get(JAVA_INT, at + RingAbi.SQE_FD)).isEqualTo(taken.size());
            taken.add(queue.get(JAVA_LONG, at + RingAbi.SQE_USER_DATA));
        }
        shared.set(JAVA_INT, HEAD, head);
        submissions.taken(count);
    }

    @Test
    void whatFindsNoRoomWaitsBehindTheQueue() {
        for (int i = 0; i < 11; i++) {
            assertThat(submissions.hasRoom()).isEqualTo(i < SIZE);
            add(i);
        }
        enter(0);
        assertThat(submissions.isComplete()).isFalse();
        enter(SIZE);
        assertThat(taken).containsExactly(0L, 1L, 2L, 3L);
        // There would be room now, but others were first.
        assertThat(submissions.hasRoom()).isFalse();
        add(11);
        enter(SIZE);
        assertThat(submissions.isComplete()).isFalse();
        enter(SIZE);
        assertThat(submissions.isComplete()).isTrue();
        assertThat(taken).hasSize(12).isSorted();
        assertThat(submissions.hasRoom()).isTrue();
        assertThat(submissions.publish()).isZero();
    }

    @Test
    void howeverFewAreTaken() {
        var random = new Random(7);
        int added = 0;
        for (int round = 0; round < 2_000; round++) {
            for (int more = random.nextInt(6); more > 0; more--) {
                add(added++);
            }
            enter(random.nextInt(round < 1_000 ? 3 : SIZE + 1));
        }
        while (taken.size() < added) {
            enter(1);
        }
        assertThat(taken).isEqualTo(LongStream.range(0, added).boxed().toList());
    }

    /// In the queue, and behind it.
    @Test
    void theAddressIsThatOfTheLast() {
        for (int i = 0; i < 2 * SIZE; i++) {
            add(i);
            submissions.addressLast(100 + i, i);
        }
        for (int round = 0; round < 2; round++) {
            int first = round * SIZE;
            enter(SIZE);
            for (int i = 0; i < SIZE; i++) {
                long at = (long) i * RingAbi.SQE_SIZE;
                assertThat(queue.get(JAVA_LONG, at + RingAbi.SQE_ADDR2)).isEqualTo(100 + first + i);
                assertThat(queue.get(JAVA_SHORT, at + RingAbi.SQE_ADDR_LEN)).isEqualTo((short) (first + i));
            }
        }
        add(2 * SIZE);
        assertThat(queue.get(JAVA_LONG, RingAbi.SQE_ADDR2)).isZero();
        assertThat(queue.get(JAVA_SHORT, RingAbi.SQE_ADDR_LEN)).isZero();
    }
}
