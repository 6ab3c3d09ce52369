package dev.minato.platform.linux.loop;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.minato.error.NetException;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.wait.LastResort;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/// An event loop that schedules its own virtual threads: one platform thread that runs ready tasks and polls
/// epoll.
///
/// ```
///  run the tasks that are ready, then  ──▶  poll  ──▶  again
///  one that used up its budget              without waiting, if any task is ready
///  (for so long at most: then the           else until an event, or the doorbell
///   sockets get their turn)
/// ```
///
/// A wakeup of one task by another on the same loop is a push on a plain queue; from outside it is a push on a
/// concurrent queue, and the doorbell if the loop sleeps.
final class EventLoop extends Thread implements Executor {
    /// Tasks that run before the sockets get their turn, and nanoseconds: whichever is over first.
    private static final int TASKS_BETWEEN_POLLS = 256;

    private static final long TIME_BETWEEN_POLLS = 500_000;
    private static final int TASKS_BETWEEN_LOOKS_AT_THE_CLOCK = 4;

    final Poller poller;

    /// Confined to the loop's own thread; the stall detector reads it.
    private final RunQueue tasks = new RunQueue();

    /// Tasks over their budget: one of them runs in each round, after those that are ready.
    private final Deque<Runnable> behind = new ArrayDeque<>();

    /// Whether the running task yields because it used up its budget.
    private boolean yielding;

    /// Tasks that go on when the loop has polled, and whether the running task becomes one.
    private final Deque<Runnable> afterPoll = new ArrayDeque<>();

    private boolean awaitingPoll;

    private final Queue<Runnable> outside = new ConcurrentLinkedQueue<>();
    private final BooleanSupplier nothingOutside = outside::isEmpty;
    private final Doorbell bell = new Doorbell();
    private final StallDetector watch;
    private final int wakeUp;
    private volatile Optional<ThreadTimes> times = Optional.empty();
    private final MemorySegment one = Arena.global().allocate(JAVA_LONG);

    private EventLoop(int index, StallDetector watch, Poller poller, int wakeUp) {
        super("minato-loop-" + index);
        this.watch = watch;
        this.poller = poller;
        this.wakeUp = wakeUp;
        setDaemon(true);
        one.set(JAVA_LONG, 0, 1);
    }

    /// Opens a loop that is to be started. TOO_MANY_OPEN_FILES, and then nothing is left open.
    static EventLoop open(int index, StallDetector watch, boolean withRing) throws NetException {
        Poller poller = withRing ? Poller.openWithRing() : Poller.open();
        int wakeUp = -1;
        try {
            wakeUp = createWakeUp();
            poller.registerWakeUp(wakeUp);
            var loop = new EventLoop(index, watch, poller, wakeUp);
            poller.belongTo(loop);
            return loop;
        } catch (Throwable failed) {
            discard(poller, wakeUp);
            throw failed;
        }
    }

    private static int createWakeUp() throws NetException {
        try (var arena = Arena.ofConfined()) {
            int wakeUp = Libc.eventfd(arena.allocate(JAVA_INT), Abi.EFD_CLOEXEC | Abi.EFD_NONBLOCK);
            if (wakeUp < 0) {
                throw Errno.of("eventfd", -wakeUp);
            }
            return wakeUp;
        }
    }

    private static void discard(Poller poller, int wakeUp) {
        poller.close();
        if (wakeUp >= 0) {
            try (var arena = Arena.ofConfined()) {
                Libc.close(arena.allocate(JAVA_INT), wakeUp);
            }
        }
    }

    /// Closes its file descriptors; only for a loop that was never started.
    void discard() {
        discard(poller, wakeUp);
    }

    /// Yields for the sake of fairness: on a loop, to all that is ready there, however often it becomes so.
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but fairness
    static void yieldCarrier() {
        if (VirtualThreads.carrier() instanceof EventLoop loop) {
            loop.yielding = true;
            Thread.yield();
            loop.yielding = false;
        } else {
            Thread.yield();
        }
    }

    /// As [Poller#awaitPoll].
    @SuppressWarnings("ThreadPriorityCheck") // how a virtual thread gives itself back to its scheduler
    void awaitPoll() {
        awaitingPoll = true;
        Thread.yield();
        if (awaitingPoll) {
            awaitingPoll = false;
            poller.poll();
        }
    }

    /// As [Poller#hasOthers].
    boolean hasOthers() {
        return tasks.hasOthers();
    }

    @Override
    public void execute(Runnable task) {
        if (VirtualThreads.carrier() == this) {
            add(task);
        } else {
            addFromOutside(task);
        }
    }

    private void add(Runnable task) {
        if (awaitingPoll) {
            awaitingPoll = false;
            afterPoll.add(task);
        } else if (yielding) {
            yielding = false;
            behind.add(task);
        } else {
            tasks.add(task);
        }
    }

    private void addFromOutside(Runnable task) {
        try {
            outside.add(task);
        } catch (OutOfMemoryError lostWakeup) {
            // The task would never run: a lost wakeup.
            LastResort.endIfVital(lostWakeup);
            throw lostWakeup;
        }
        if (bell.ring()) {
            wakeUp();
        }
    }

    private void wakeUp() {
        try (var arena = Arena.ofConfined()) {
            long written = Libc.write(arena.allocate(JAVA_INT), wakeUp, one, 8);
            if (written < 0 && written != -Errno.EAGAIN) {
                throw new AssertionError("cannot wake the event loop: "
                        + Errno.of("write", (int) -written).getMessage());
            }
        }
    }

    @Override
    public void run() {
        LastResort.guard(this::runRounds);
    }

    private void runRounds() {
        times = ownTimes();
        poller.begin();
        for (; ; ) {
            try {
                round();
            } catch (Throwable bug) {
                LastResort.endIfVital(bug);
                report(bug);
            }
        }
    }

    /// The loop goes on; the exception is reported even where a log cannot be written.
    private void report(Throwable bug) {
        try {
            System.getLogger(EventLoop.class.getName())
                    .log(System.Logger.Level.ERROR, "uncaught exception in event loop " + getName(), bug);
        } catch (Throwable unlogged) {
            LastResort.endIfVital(unlogged);
            bug.addSuppressed(unlogged);
            getUncaughtExceptionHandler().uncaughtException(this, bug);
        }
    }

    private void round() {
        takeFromOutside();
        Runnable overBudget = behind.poll();
        if (overBudget != null) {
            tasks.add(overBudget);
        }
        runReady();
        if (tasks.isEmpty() && behind.isEmpty() && afterPoll.isEmpty()) {
            rest();
        } else {
            poller.poll();
            takePolled();
        }
    }

    private void takePolled() {
        for (Runnable task = afterPoll.poll(); task != null; task = afterPoll.poll()) {
            tasks.add(task);
        }
    }

    private void rest() {
        if (bell.maySleep(nothingOutside)) {
            poller.pollBlocking();
            bell.awake();
        } else {
            poller.poll();
        }
        watch.awake();
    }

    /// Whether it waits for an event or the doorbell; for any thread.
    boolean isAsleep() {
        return bell.isAsleep();
    }

    private static Optional<ThreadTimes> ownTimes() {
        try {
            return Optional.of(ThreadTimes.ofCurrentThread());
        } catch (IOException e) {
            System.getLogger(StallDetector.class.getName())
                    .log(System.Logger.Level.DEBUG, "event loops are not watched: no /proc/thread-self/schedstat", e);
            return Optional.empty();
        }
    }

    /// The times of its thread as the kernel counts them, for the stall detector; empty before it runs, and
    /// where the kernel counts none.
    Optional<ThreadTimes> times() {
        return times;
    }

    /// Its run queue, for the stall detector to read.
    RunQueue tasks() {
        return tasks;
    }

    private void takeFromOutside() {
        for (Runnable task = outside.poll(); task != null; task = outside.poll()) {
            tasks.add(task);
        }
    }

    private void runReady() {
        long start = System.nanoTime();
        for (int ran = 1; !tasks.isEmpty(); ran++) {
            tasks.runFirst();
            if (ran == TASKS_BETWEEN_POLLS || isOver(start, ran)) {
                return;
            }
        }
    }

    private static boolean isOver(long start, int ran) {
        return ran % TASKS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 && System.nanoTime() - start > TIME_BETWEEN_POLLS;
    }
}
