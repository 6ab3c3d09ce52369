package dev.minato.platform.linux.loop;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.minato.error.NetException;
import dev.minato.platform.Placement;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.wait.CarrierYield;
import dev.minato.platform.wait.LastResort;
import dev.minato.platform.wait.Parker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Shared scheduling: tasks on the JDK's scheduler. The threads that run the pollers are virtual threads there,
/// too, so that a wakeup is a push on a run queue.
///
/// ```
///  a loop:     poll without blocking ──▶ events: wake their waiters, yield, again
///                      │ nothing, or a task that yields is polling
///                      ▼
///              arm its epoll fd with the watcher (one shot), park ◀────────┐
///                                                                          │ unpark
///  watcher:    one platform thread, epoll_wait on the fds of the loops ────┘
/// ```
public final class SharedScheduling implements Scheduling {
    private final ThreadFactory tasks =
            Thread.ofVirtual().name("minato-task-", 0).factory();
    private final Runner[] runners = new Runner[Math.max(1, Runtime.getRuntime().availableProcessors() / 2)];
    private final AtomicInteger turn = new AtomicInteger();
    private final CarrierYield carrierYield;
    private final int outerEpoll;

    /// TOO_MANY_OPEN_FILES, and then nothing is left open.
    public SharedScheduling(Parker parker) throws NetException {
        carrierYield = new CarrierYield(parker);
        outerEpoll = Poller.createEpoll();
        int opened = 0;
        try {
            for (; opened < runners.length; opened++) {
                runners[opened] = new Runner(opened, Poller.open());
            }
            for (Runner runner : runners) {
                runner.arm(Abi.EPOLL_CTL_ADD);
            }
        } catch (Throwable failed) {
            discard(opened);
            throw failed;
        }
        Thread.ofPlatform().daemon().name("minato-watcher").start(() -> LastResort.guard(this::watch));
        for (Runner runner : runners) {
            runner.thread.start();
        }
    }

    private void discard(int opened) {
        for (int i = 0; i < opened; i++) {
            runners[i].poller.close();
        }
        try (var arena = Arena.ofConfined()) {
            Libc.close(arena.allocate(JAVA_INT), outerEpoll);
        }
    }

    @Override
    public String name() {
        return "shared";
    }

    @Override
    public Thread start(Runnable body, Placement placement) {
        Thread thread = tasks.newThread(body);
        thread.start();
        return thread;
    }

    @Override
    public Poller poller() {
        return runners[Math.floorMod(turn.getAndIncrement(), runners.length)].poller;
    }

    /// A task that yields polls for the loops: a loop that parked comes back as an external submission, which
    /// a carrier takes only when its own run queue is empty.
    @Override
    public void yieldCarrier() {
        if (Thread.currentThread().isVirtual()) {
            for (Runner runner : runners) {
                runner.tryPoll();
            }
        }
        carrierYield.yieldCarrier();
    }

    @Override
    public void aboutToPark() {
        carrierYield.aboutToPark();
    }

    @Override
    public long stalls() {
        return 0;
    }

    @Override
    public int heartbeat(Runnable beat) {
        for (Runner runner : runners) {
            runner.beat(beat);
        }
        return runners.length;
    }

    private void watch() {
        MemorySegment errno = Arena.global().allocate(JAVA_INT);
        MemorySegment events = Arena.global().allocate((long) runners.length * Abi.EPOLL_EVENT_SIZE, 8);
        for (; ; ) {
            int count = Libc.epollWaitBlocking(errno, outerEpoll, events, runners.length);
            if (count < 0) {
                throw new AssertionError(
                        "epoll_wait failed: " + Errno.of("epoll", -count).getMessage());
            }
            for (int i = 0; i < count; i++) {
                long at = (long) i * Abi.EPOLL_EVENT_SIZE + Abi.EPOLL_EVENT_DATA;
                runners[(int) events.get(JAVA_LONG_UNALIGNED, at)].ready();
            }
        }
    }

    /// One loop and the virtual thread that runs it.
    private final class Runner {
        final Poller poller;
        final Thread thread;
        private final MemorySegment errno = Arena.global().allocate(JAVA_INT);
        private final MemorySegment event = Arena.global().allocate(Abi.EPOLL_EVENT_SIZE, 8);
        private final AtomicBoolean polling = new AtomicBoolean();
        private final Queue<Runnable> beats = new ConcurrentLinkedQueue<>();
        private volatile boolean ready;

        Runner(int index, Poller poller) {
            this.poller = poller;
            thread = Thread.ofVirtual().name("minato-loop-" + index).unstarted(() -> LastResort.guard(this::run));
            event.set(JAVA_INT_UNALIGNED, 0, Abi.EPOLLIN | Abi.EPOLLONESHOT);
            event.set(JAVA_LONG_UNALIGNED, Abi.EPOLL_EVENT_DATA, index);
        }

        void arm(int operation) throws NetException {
            int result = Libc.epollCtl(errno, outerEpoll, operation, poller.fd(), event);
            if (result < 0) {
                throw Errno.of("epoll", -result);
            }
        }

        private void run() {
            for (; ; ) {
                runBeats();
                if (tryPoll() > 0) {
                    carrierYield.yieldCarrier();
                } else {
                    rest();
                }
            }
        }

        /// Adds before it wakes: the loop either sees the beat before it parks, or is unparked.
        void beat(Runnable beat) {
            beats.add(beat);
            LockSupport.unpark(thread);
        }

        private void runBeats() {
            for (Runnable beat = beats.poll(); beat != null; beat = beats.poll()) {
                beat.run();
            }
        }

        /// Returns how many events there were; negative if another thread is polling. What that one leaves
        /// makes the armed fd fire, so nobody waits for it.
        int tryPoll() {
            if (!polling.compareAndSet(false, true)) {
                return -1;
            }
            try {
                return poller.poll();
            } finally {
                polling.set(false);
            }
        }

        /// An event that came since the poll makes the armed fd fire at once.
        private void rest() {
            ready = false;
            armAgain();
            while (!ready && beats.isEmpty()) {
                LockSupport.park(this);
            }
        }

        private void armAgain() {
            try {
                arm(Abi.EPOLL_CTL_MOD);
            } catch (NetException broken) {
                throw new AssertionError("EPOLL_CTL_MOD needs no resources", broken);
            }
        }

        void ready() {
            ready = true;
            LockSupport.unpark(thread);
        }
    }
}
