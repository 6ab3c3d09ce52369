package dev.minato.platform.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.schedules.PctAndPos;
import dev.minato.schedules.Threads;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.ConcurrencyTest;

/// Invariant: the descriptor of a handle is released once, by its closer or by the last call that leaves it,
/// no call is in it then, and a lane has one call at a time.
///
/// Fray does not switch at `getAndAdd` and `getAndBitwiseOr`. Each of them comes right after something
/// volatile here, so
/// that all orders of the steps are searched nevertheless.
@ExtendWith(FrayTestExtension.class)
class RefCountedFdSchedules {
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicInteger releases = new AtomicInteger();
    private final AtomicInteger closers = new AtomicInteger();
    private final AtomicInteger readers = new AtomicInteger();
    private final RefCountedFd descriptor = new RefCountedFd(7, this::release);

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void aCallNeverMeetsAReleasedDescriptor() throws InterruptedException {
        Threads.runAll(this::read, this::read, this::close);
        assertThat(releases).hasValue(1);
    }

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void oneOfTwoClosesRefuses() throws InterruptedException {
        Threads.runAll(this::close, this::close, this::read);
        assertThat(closers).hasValue(1);
        assertThat(releases).hasValue(1);
    }

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void aLaneHasOneCallAtATime() throws InterruptedException {
        Threads.runAll(this::read, this::read, this::read);
        assertThat(descriptor.refuse()).isTrue();
        assertThat(releases).hasValue(1);
    }

    private void read() {
        long claim = descriptor.enter(RefCountedFd.READING);
        if (claim == RefCountedFd.REFUSED) {
            return;
        }
        assertThat(open).isTrue();
        if (RefCountedFd.laneOf(claim) == RefCountedFd.READING) {
            assertThat(readers.incrementAndGet()).isEqualTo(1);
            readers.decrementAndGet();
        }
        assertThat(open).isTrue();
        descriptor.exit(claim);
    }

    private void close() {
        assertThat(closers.get()).isBetween(0, 1);
        if (descriptor.refuse()) {
            closers.incrementAndGet();
        }
    }

    private void release() {
        open.set(false);
        releases.incrementAndGet();
    }
}
