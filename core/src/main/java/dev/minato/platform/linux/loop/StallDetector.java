package dev.minato.platform.linux.loop;

import dev.minato.jfr.HandlerStalled;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The stall detector of the event loops: code that holds one for too long is reported in one line at WARNING,
/// with its stack at DEBUG. The limit is `-Dminato.stall` in milliseconds, by default 100; 0 for never.
///
/// What counts is the [BusyTime] of the loop's thread in one task, not the wall clock: a machine too busy to
/// run the thread is nobody's fault. A sample counts no more than the time between two samples, so neither is a
/// pause of the whole process, such as SIGSTOP or a long garbage collection.
///
/// Each place is reported once: the innermost method on the stack that is neither the JDK's nor Minato's. After
/// [#MAX_PLACES] places nothing more is reported, so a log cannot be flooded. What happens once in a process is
/// not reported: nothing in the first [#WARM_UP], and no class that is loaded or initialized.
///
/// One daemon thread looks at all loops twice in that time. A loop pays nothing while it runs: the watch reads
/// what its [RunQueue] writes anyway. While all loops sleep, the watch does too, and the first that wakes rings
/// it: one volatile read when a loop comes back from its sleep, and an unpark at most every 50 ms.
///
/// ```
///  the watch                              a loop
///  ---------                              ------
///  resting = true                         asleep = false       (the Doorbell's)
///  all asleep?  no: go on                 resting?  yes: resting = false, unpark the watch
///       yes: park
/// ```
///
/// Each writes before it reads, so at least one of them sees what the other did.
final class StallDetector {
    /// How many places are reported in all.
    static final int MAX_PLACES = 64;

    /// Nanoseconds between two looks; 0 for none.
    static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(Long.getLong("minato.stall", 100)) / 2;

    /// Nanoseconds from the start in which nothing is reported.
    static final long WARM_UP = TimeUnit.SECONDS.toNanos(5);

    /// How often a task held its loop for too long, in this process.
    static final LongAdder STALLS = new LongAdder();

    private static final System.Logger LOGGER = System.getLogger(StallDetector.class.getName());

    /// Intervals that one task may hold a loop.
    private static final int MAX_INTERVALS = 2;

    private final EventLoop[] loops;
    private final long interval;
    private final long warmUp;
    private final BusyTime[] busy;
    private final Set<String> places = new HashSet<>();
    private volatile boolean resting;
    private volatile @Nullable Thread thread;
    private long started;

    /// @param interval nanoseconds between two looks
    /// @param warmUp nanoseconds from [#start] in which nothing is reported
    StallDetector(EventLoop[] loops, long interval, long warmUp) {
        this.loops = loops;
        this.interval = interval;
        this.warmUp = warmUp;
        this.busy = new BusyTime[loops.length];
        for (int i = 0; i < busy.length; i++) {
            busy[i] = new BusyTime(interval);
        }
    }

    void start() {
        if (interval > 0) {
            Thread watch = Thread.ofPlatform().daemon().name("minato-watch").unstarted(this::run);
            // Before it runs, and may rest: a loop that found nobody to wake would not try again.
            thread = watch;
            started = System.nanoTime();
            watch.start();
        }
    }

    /// A loop's call when it has slept.
    void awake() {
        if (resting) {
            resting = false;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        for (; ; ) {
            restWhileAllSleep();
            pause();
            try {
                look();
            } catch (RuntimeException | Error failed) {
                report(failed);
            }
        }
    }

    /// Nobody waits for the watch: without memory for a report it looks again later, and ends nothing. What
    /// else failed, such as a log that throws, must not hide.
    private static void report(Throwable failed) {
        if (failed instanceof OutOfMemoryError) {
            return;
        }
        try {
            Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, failed);
        } catch (OutOfMemoryError untold) {
            // The loops, which others depend on, say so.
        }
    }

    private void restWhileAllSleep() {
        resting = true;
        while (resting && allSleep()) {
            LockSupport.park(this);
        }
        resting = false;
    }

    private boolean allSleep() {
        for (EventLoop loop : loops) {
            if (!loop.isAsleep()) {
                return false;
            }
        }
        return true;
    }

    private void pause() {
        long end = System.nanoTime() + interval;
        for (long left = interval; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /// Looks at each loop once.
    void look() {
        long now = System.nanoTime();
        for (int i = 0; i < loops.length; i++) {
            RunQueue tasks = loops[i].tasks();
            int done = tasks.done();
            Runnable running = tasks.running();
            Optional<ThreadTimes> times = loops[i].times();
            if (running == null || times.isEmpty()) {
                busy[i].reset();
            } else if (busy[i].sample(done, now, times.get()) >= MAX_INTERVALS * interval) {
                report(loops[i], running, done, busy[i]);
            }
        }
    }

    private void report(EventLoop loop, Runnable running, int doneBefore, BusyTime time) {
        Thread holder = VirtualThreads.threadOf(running).orElse(loop);
        StackTraceElement[] stack = holder.getStackTrace();
        boolean isItsOwn = loop.tasks().done() == doneBefore;
        boolean isCold = System.nanoTime() - started < warmUp || StackFrames.isLoadingClasses(stack);
        if (!isItsOwn || isCold || time.isReported()) {
            return;
        }
        time.reported();
        STALLS.increment();
        record(loop, holder.getName(), stack);
        if (places.size() == MAX_PLACES || !places.add(StackFrames.handlerMethod(stack))) {
            return;
        }
        String message = message(loop, holder.getName(), StackFrames.handler(stack));
        LOGGER.log(System.Logger.Level.WARNING, message);
        var where = new Throwable("where it is now");
        where.setStackTrace(stack);
        LOGGER.log(System.Logger.Level.DEBUG, message, where);
    }

    private static void record(EventLoop loop, String holder, StackTraceElement[] stack) {
        var event = new HandlerStalled();
        if (event.isEnabled()) {
            event.eventLoop = loop.getName();
            event.task = holder;
            event.place = StackFrames.handlerMethod(stack);
            event.commit();
        }
    }

    private String message(EventLoop loop, String holder, String where) {
        String last = places.size() < MAX_PLACES ? "" : "; no other place will be reported";
        return holder + " has held " + loop.getName() + " and its other connections for "
                + Duration.ofNanos(MAX_INTERVALS * interval).toMillis() + " ms or more at " + where
                + " (reported once for each place" + last + ")";
    }
}
