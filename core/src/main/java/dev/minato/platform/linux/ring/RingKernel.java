package dev.minato.platform.linux.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A kernel as far as it decides whether a ring can be had. Each call returns a result or the negative errno.
interface RingKernel {
    /// The flags that make a ring cheap, and what older kernels have of them: 6.1, 6.0, 5.19, and none.
    List<Integer> CHEAPER = List.of(
            RingAbi.IORING_SETUP_COOP_TASKRUN | RingAbi.IORING_SETUP_SINGLE_ISSUER | RingAbi.IORING_SETUP_DEFER_TASKRUN,
            RingAbi.IORING_SETUP_COOP_TASKRUN | RingAbi.IORING_SETUP_SINGLE_ISSUER,
            RingAbi.IORING_SETUP_COOP_TASKRUN,
            0);

    /// io_uring_setup(2).
    int setup(int entries, MemorySegment params);

    /// io_uring_register(2).
    int register(int ring, int opcode, long argument, int count);

    /// close(2).
    void close(int ring);

    /// Sets up a ring with as many of [#CHEAPER] as there are, which one thread is to enable; returns its fd.
    default int setup(int entries, int completions, MemorySegment params) {
        int always = RingAbi.IORING_SETUP_CQSIZE | RingAbi.IORING_SETUP_R_DISABLED | RingAbi.IORING_SETUP_SUBMIT_ALL;
        int ring = -Errno.EINVAL;
        for (var cheaper = CHEAPER.iterator(); ring == -Errno.EINVAL && cheaper.hasNext(); ) {
            params.fill((byte) 0);
            params.set(JAVA_INT, RingAbi.PARAMS_CQ_ENTRIES, completions);
            params.set(JAVA_INT, RingAbi.PARAMS_FLAGS, always | cheaper.next());
            ring = setup(entries, params);
        }
        return ring;
    }

    /// The one that this process runs on.
    static RingKernel here() {
        MemorySegment errno = Arena.ofAuto().allocate(JAVA_INT);
        return new RingKernel() {
            @Override
            public int setup(int entries, MemorySegment params) {
                return RingCalls.setup(errno, entries, params);
            }

            @Override
            public int register(int ring, int opcode, long argument, int count) {
                return RingCalls.register(errno, ring, opcode, argument, count);
            }

            @Override
            public void close(int ring) {
                int _ = Libc.close(errno, ring);
            }
        };
    }
}
