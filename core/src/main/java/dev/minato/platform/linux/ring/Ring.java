package dev.minato.platform.linux.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.minato.error.NetException;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// One io_uring: a queue of submissions and one of completions, shared with the kernel.
///
/// ```
///  submissions   [Submissions]
///  completions   head: ours, released  tail: the kernel's, loaded with acquire
/// ```
///
/// Completions that find their queue full the kernel keeps, and each [#enter] has it move them up
/// (IORING_FEAT_NODROP).
///
/// Confined to the thread that enabled it.
final class Ring {
    static final int ENTRIES = 1024;
    static final int COMPLETIONS = 16 * 1024;
    private static final VarHandle WORD = JAVA_INT.varHandle();

    final int fd;
    final MemorySegment errno = Arena.global().allocate(JAVA_INT);
    private final MemorySegment shared;
    private final Submissions submissions;
    private final long cqHead;
    private final long cqTail;
    private final int cqMask;
    private final long cqes;
    private int head;

    private Ring(int fd, MemorySegment params) {
        this.fd = fd;
        int sqEntries = params.get(JAVA_INT, RingAbi.PARAMS_SQ_ENTRIES);
        int cqEntries = params.get(JAVA_INT, RingAbi.PARAMS_CQ_ENTRIES);
        long array = params.get(JAVA_INT, RingAbi.PARAMS_SQ_OFF + RingAbi.SQ_OFF_ARRAY);
        cqes = params.get(JAVA_INT, RingAbi.PARAMS_CQ_OFF + RingAbi.CQ_OFF_CQES);
        long size = Math.max(array + 4L * sqEntries, cqes + (long) RingAbi.CQE_SIZE * cqEntries);
        shared = RingCalls.map(errno, fd, RingAbi.IORING_OFF_SQ_RING, size);
        var entries = RingCalls.map(errno, fd, RingAbi.IORING_OFF_SQES, (long) RingAbi.SQE_SIZE * sqEntries);
        long sqHead = params.get(JAVA_INT, RingAbi.PARAMS_SQ_OFF + RingAbi.OFF_HEAD);
        long sqTail = params.get(JAVA_INT, RingAbi.PARAMS_SQ_OFF + RingAbi.OFF_TAIL);
        submissions = new Submissions(shared, sqHead, sqTail, entries);
        cqHead = params.get(JAVA_INT, RingAbi.PARAMS_CQ_OFF + RingAbi.OFF_HEAD);
        cqTail = params.get(JAVA_INT, RingAbi.PARAMS_CQ_OFF + RingAbi.OFF_TAIL);
        cqMask = cqEntries - 1;
        for (int i = 0; i < sqEntries; i++) {
            shared.set(JAVA_INT, array + 4L * i, i);
        }
    }

    /// A ring that the thread which enables it will use.
    static Ring open() throws NetException {
        return open(ENTRIES, COMPLETIONS, RingKernel.here());
    }

    /// One of another size: two powers of 2.
    static Ring open(int entries, int completions, RingKernel kernel) throws NetException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(RingAbi.PARAMS_SIZE, 8);
            int fd = kernel.setup(entries, completions, params);
            if (fd < 0) {
                throw Errno.of("io_uring", -fd);
            }
            return mapped(fd, params, kernel);
        }
    }

    private static Ring mapped(int fd, MemorySegment params, RingKernel kernel) {
        try {
            return new Ring(fd, params);
        } catch (Throwable failed) {
            kernel.close(fd);
            throw failed;
        }
    }

    /// From here on the calling thread is the one that uses it.
    void enable() {
        check(RingCalls.register(errno, fd, RingAbi.IORING_REGISTER_ENABLE_RINGS, 0, 0));
    }

    /// io_uring_register(2), by whoever opened it.
    void register(int opcode, MemorySegment argument, int count) throws NetException {
        int result = RingCalls.register(errno, fd, opcode, argument.address(), count);
        if (result < 0) {
            throw Errno.of("io_uring", -result);
        }
    }

    private static void check(int result) {
        if (result < 0) {
            throw new AssertionError(
                    "io_uring: " + Errno.of("io_uring", -result).getMessage());
        }
    }

    /// Closes it; only for one that was never used.
    void close() {
        Libc.close(errno, fd);
    }

    /// Queues a submission.
    void push(byte opcode, int flags, int priority, int fd, long address, int length, int opFlags, long data) {
        if (!submissions.hasRoom()) {
            enter(false);
        }
        submissions.add(opcode, flags, priority, fd, address, length, opFlags, data);
    }

    /// Names the address that the send which was pushed last goes to.
    void addressLast(long address, int length) {
        submissions.addressLast(address, length);
    }

    /// Submits what is queued, and has the kernel complete what it can; waits for a completion if `wait`, there is
    /// none, and nothing is left to submit.
    void enter(boolean wait) {
        int queued = submissions.publish();
        int complete = wait && !hasNext() && submissions.isComplete() ? 1 : 0;
        int result = RingCalls.enter(errno, fd, queued, complete, RingAbi.IORING_ENTER_GETEVENTS);
        if (result >= 0) {
            submissions.taken(result);
        } else if (!isForLater(-result)) {
            check(result);
        }
    }

    /// A signal, a completion queue that has to be read first, no memory at the moment: the next round tries again.
    private static boolean isForLater(int error) {
        return error == Errno.EINTR || error == Errno.EBUSY || error == Errno.EAGAIN;
    }

    /// Whether there is a completion to take; those that were taken are the kernel's again if there is none.
    boolean hasNext() {
        boolean any = head != (int) WORD.getAcquire(shared, cqTail);
        if (!any) {
            WORD.setRelease(shared, cqHead, head);
        }
        return any;
    }

    /// Takes the next completion: where it is.
    long next() {
        return cqes + (long) (head++ & cqMask) * RingAbi.CQE_SIZE;
    }

    long data(long at) {
        return shared.get(JAVA_LONG, at);
    }

    int result(long at) {
        return shared.get(JAVA_INT, at + RingAbi.CQE_RES);
    }

    int flags(long at) {
        return shared.get(JAVA_INT, at + RingAbi.CQE_FLAGS);
    }
}
