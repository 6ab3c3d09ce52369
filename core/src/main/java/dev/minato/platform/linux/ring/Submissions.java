package dev.minato.platform.linux.ring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// The queue of submissions, and those that find no room in it, in their order.
///
/// ```
///   add ──▶ behind ──▶ queue ──▶ kernel       behind is empty but for a moment in which the kernel takes nothing
///           (ours)     head: the kernel's    tail: ours, stored with release
/// ```
///
/// What is behind is bounded by what there can be under way: a few operations for each socket.
final class Submissions {
    private static final VarHandle WORD = JAVA_INT.varHandle();

    private final MemorySegment shared;
    private final MemorySegment queue;
    private final long headAt;
    private final long tailAt;
    private final int size;
    private int tail;
    private int submitted;

    private MemorySegment behind = MemorySegment.NULL;
    private int behindFirst;
    private int behindEnd;

    /// @param shared where the queue's head and tail are, at `headAt` and `tailAt`
    /// @param queue its entries, a power of two
    Submissions(MemorySegment shared, long headAt, long tailAt, MemorySegment queue) {
        this.shared = shared;
        this.headAt = headAt;
        this.tailAt = tailAt;
        this.queue = queue;
        this.size = (int) (queue.byteSize() / RingAbi.SQE_SIZE);
    }

    /// Whether the next one finds room in the queue.
    boolean hasRoom() {
        return behindIsEmpty() && queueHasRoom();
    }

    private boolean behindIsEmpty() {
        return behindFirst == behindEnd;
    }

    private boolean queueHasRoom() {
        return tail - (int) WORD.getAcquire(shared, headAt) < size;
    }

    /// Adds one: to the queue, or behind it.
    void add(byte opcode, int flags, int priority, int fd, long address, int length, int opFlags, long data) {
        MemorySegment to = queue;
        long at = (long) (tail & size - 1) * RingAbi.SQE_SIZE;
        if (hasRoom()) {
            tail++;
        } else {
            at = growBehind();
            to = behind;
        }
        to.set(JAVA_BYTE, at, opcode);
        to.set(JAVA_BYTE, at + RingAbi.SQE_FLAGS, (byte) flags);
        to.set(JAVA_SHORT, at + RingAbi.SQE_IOPRIO, (short) priority);
        to.set(JAVA_INT, at + RingAbi.SQE_FD, fd);
        to.set(JAVA_LONG, at + RingAbi.SQE_OFF, 0);
        to.set(JAVA_LONG, at + RingAbi.SQE_ADDR, address);
        to.set(JAVA_INT, at + RingAbi.SQE_LEN, length);
        to.set(JAVA_INT, at + RingAbi.SQE_OP_FLAGS, opFlags);
        to.set(JAVA_LONG, at + RingAbi.SQE_USER_DATA, data);
        // The group of its buffer, and what few operations have.
        to.set(JAVA_LONG, at + RingAbi.SQE_BUF_GROUP, 0);
        to.set(JAVA_LONG, at + RingAbi.SQE_ADDR3, 0);
    }

    /// Names the address that the send which was added last goes to.
    void addressLast(long address, int length) {
        boolean isBehind = !behindIsEmpty();
        MemorySegment in = isBehind ? behind : queue;
        long at = (long) (isBehind ? behindEnd - 1 : tail - 1 & size - 1) * RingAbi.SQE_SIZE;
        in.set(JAVA_LONG, at + RingAbi.SQE_ADDR2, address);
        in.set(JAVA_SHORT, at + RingAbi.SQE_ADDR_LEN, (short) length);
    }

    /// Makes room for one more behind the queue; returns where.
    private long growBehind() {
        if ((long) behindEnd * RingAbi.SQE_SIZE == behind.byteSize()) {
            int waiting = behindEnd - behindFirst;
            long first = (long) behindFirst * RingAbi.SQE_SIZE;
            long used = (long) waiting * RingAbi.SQE_SIZE;
            MemorySegment larger = Arena.ofAuto().allocate(Math.max(2 * used, queue.byteSize()), 8);
            MemorySegment.copy(behind, first, larger, 0, used);
            behind = larger;
            behindFirst = 0;
            behindEnd = waiting;
        }
        return (long) behindEnd++ * RingAbi.SQE_SIZE;
    }

    /// Moves into the queue what is behind it and finds room.
    private void refill() {
        while (!behindIsEmpty() && queueHasRoom()) {
            long from = (long) behindFirst++ * RingAbi.SQE_SIZE;
            long to = (long) (tail++ & size - 1) * RingAbi.SQE_SIZE;
            MemorySegment.copy(behind, from, queue, to, RingAbi.SQE_SIZE);
        }
        if (behindIsEmpty()) {
            behindFirst = 0;
            behindEnd = 0;
        }
    }

    /// Lets the kernel see what is in the queue; returns how many it is to take.
    int publish() {
        if (behindEnd > 0) {
            refill();
        }
        WORD.setRelease(shared, tailAt, tail);
        return tail - submitted;
    }

    /// Whether the queue holds all there is to submit.
    boolean isComplete() {
        return behindIsEmpty();
    }

    /// Notes how many the kernel has taken.
    void taken(int count) {
        submitted += count;
    }
}
