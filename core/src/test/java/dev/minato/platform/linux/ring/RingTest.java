package dev.minato.platform.linux.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A ring that is too small for what is asked of it loses nothing.
@Timeout(60)
class RingTest {
    private static final byte IORING_OP_NOP = 0;
    private static final int MANY = 1_000;

    @BeforeEach
    void needsRing() {
        Requirement.that("Linux", System.getProperty("os.name").equals("Linux"));
        Requirement.that("io_uring", RingProbe.obstacle().isEmpty());
    }

    /// Each is complete at once, so the kernel keeps those for which the queue has no room.
    @Test
    void completionsThatFindTheirQueueFull() throws Exception {
        Ring ring = Ring.open(2, 4, RingKernel.here());
        try {
            ring.enable();
            for (int i = 0; i < MANY; i++) {
                ring.push(IORING_OP_NOP, 0, 0, -1, 0, 0, 0, i);
            }
            List<Long> came = new ArrayList<>();
            while (came.size() < MANY) {
                ring.enter(true);
                while (ring.hasNext()) {
                    came.add(ring.data(ring.next()));
                }
            }
            assertThat(came).isEqualTo(LongStream.range(0, MANY).boxed().toList());
            ring.enter(false);
            assertThat(ring.hasNext()).isFalse();
        } finally {
            ring.close();
        }
    }
}
