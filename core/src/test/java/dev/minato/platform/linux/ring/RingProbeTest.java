package dev.minato.platform.linux.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.linux.sys.Errno;
import dev.minato.testing.Requirement;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A kernel that lacks something of io_uring is asked for less of it, or there is no ring, and why is said.
class RingProbeTest {
    private static final int FD = 77;

    /// A kernel that has everything, unless a test takes it away.
    private static final class FakeKernel implements RingKernel {
        int flags = -1;
        int features = -1;
        int failure;
        int lacking = -1;
        int refused = -1;
        final List<Integer> asked = new ArrayList<>();
        final List<Integer> closed = new ArrayList<>();

        @Override
        public int setup(int entries, MemorySegment params) {
            int wanted = params.get(JAVA_INT, RingAbi.PARAMS_FLAGS);
            asked.add(wanted);
            params.set(JAVA_INT, RingAbi.PARAMS_FEATURES, features);
            return failure != 0 ? -failure : (wanted & ~flags) != 0 ? -Errno.EINVAL : FD;
        }

        @Override
        @SuppressWarnings("restricted")
        public int register(int ring, int opcode, long argument, int count) {
            if (opcode == refused) {
                return -Errno.EINVAL;
            }
            if (opcode == RingAbi.IORING_REGISTER_PROBE) {
                MemorySegment probe = MemorySegment.ofAddress(argument)
                        .reinterpret(RingAbi.PROBE_OPS + (long) count * RingAbi.PROBE_OP_SIZE);
                for (int i = 0; i < count; i++) {
                    long at = RingAbi.PROBE_OPS + (long) i * RingAbi.PROBE_OP_SIZE + RingAbi.PROBE_OP_FLAGS;
                    probe.set(JAVA_SHORT, at, i == lacking ? 0 : RingAbi.IO_URING_OP_SUPPORTED);
                }
            }
            return 0;
        }

        @Override
        public void close(int ring) {
            closed.add(ring);
        }
    }

    private final FakeKernel kernel = new FakeKernel();
    private final RingProbe probe = new RingProbe(kernel);

    @BeforeAll
    static void onLinux() {
        Requirement.that("Linux", System.getProperty("os.name").equals("Linux"));
    }

    @Test
    void oneThatHasAllIsAskedOnce() {
        assertThat(probe.find()).isEmpty();
        assertThat(kernel.asked).hasSize(1);
        assertThat(kernel.asked.getFirst() & RingAbi.IORING_SETUP_DEFER_TASKRUN).isNotZero();
        assertThat(kernel.closed).containsExactly(FD);
    }

    @Test
    void olderOneIsAskedForLess() {
        kernel.flags = ~RingAbi.IORING_SETUP_DEFER_TASKRUN;
        assertThat(probe.find()).isEmpty();
        assertThat(kernel.asked).hasSize(2);
        assertThat(kernel.asked.getLast() & RingAbi.IORING_SETUP_SINGLE_ISSUER).isNotZero();

        kernel.flags &= ~(RingAbi.IORING_SETUP_SINGLE_ISSUER | RingAbi.IORING_SETUP_COOP_TASKRUN);
        assertThat(probe.find()).isEmpty();
        assertThat(kernel.asked).hasSize(2 + 4);

        kernel.flags &= ~RingAbi.IORING_SETUP_SUBMIT_ALL;
        assertThat(probe.find()).hasValue("this kernel's is too old (5.19 or newer is needed)");
    }

    @ParameterizedTest
    @CsvSource({
        "1, it is forbidden",
        "38, 'this kernel does not have it, or a sandbox hides it'",
        "12, no memory may be locked for it",
        "24, io_uring_setup failed: "
    })
    void failureOfTheSetup(int failure, String reason) {
        kernel.failure = failure;
        assertThat(probe.find()).hasValueSatisfying(said -> assertThat(said).startsWith(reason));
        assertThat(kernel.asked).hasSize(1);
        assertThat(kernel.closed).isEmpty();
    }

    @Test
    void whatIsMissingIsNamed() {
        kernel.lacking = RingAbi.IORING_OP_RECV;
        assertThat(probe.find()).hasValue("it lacks IORING_OP_RECV");
        kernel.features = ~RingAbi.IORING_FEAT_NODROP;
        assertThat(probe.find()).hasValue("it lacks IORING_FEAT_NODROP");
        assertThat(kernel.closed).containsExactly(FD, FD);
    }

    @Test
    void whatIsRefusedIsNamed() {
        kernel.refused = RingAbi.IORING_REGISTER_PBUF_RING;
        assertThat(probe.find())
                .hasValueSatisfying(said -> assertThat(said).startsWith("it takes no buffers: IORING_REGISTER_PBUF"));
        kernel.refused = RingAbi.IORING_REGISTER_PROBE;
        assertThat(probe.find())
                .hasValueSatisfying(said -> assertThat(said).startsWith("its operations are unknown: "));
    }

    /// Whichever flags there are, a ring does its work.
    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3"})
    void ringWithFewerFlagsWorks(int fewer) throws Exception {
        Requirement.that("io_uring", RingProbe.obstacle().isEmpty());
        Ring ring = Ring.open(2, 4, new FewerFlags(RingKernel.here(), RingKernel.CHEAPER.get(fewer)));
        try {
            ring.enable();
            ring.push((byte) 0, 0, 0, -1, 0, 0, 0, 5);
            ring.enter(true);
            assertThat(ring.hasNext()).isTrue();
            assertThat(ring.data(ring.next())).isEqualTo(5);
        } finally {
            ring.close();
        }
    }

    /// This kernel without some of its flags.
    private record FewerFlags(RingKernel real, int cheaper) implements RingKernel {
        @Override
        public int setup(int entries, MemorySegment params) {
            int taken = CHEAPER.getFirst() & ~cheaper;
            boolean refused = (params.get(JAVA_INT, RingAbi.PARAMS_FLAGS) & taken) != 0;
            return refused ? -Errno.EINVAL : real.setup(entries, params);
        }

        @Override
        public int register(int ring, int opcode, long argument, int count) {
            return real.register(ring, opcode, argument, count);
        }

        @Override
        public void close(int ring) {
            real.close(ring);
        }
    }
}
