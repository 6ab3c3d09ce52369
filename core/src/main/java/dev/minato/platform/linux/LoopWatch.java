package dev.minato.platform.linux;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Watches the local loops: code that holds one for too long, 100 ms if `-Dminato.stall` does not say
/// otherwise (in milliseconds; 0 for never), is reported with its stack, at WARNING.
///
/// "Once" is once for each place: the innermost method on the stack that is not the JDK's. After
/// [#MOST_PLACES] places nothing more is reported, so a log cannot be flooded.
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
///
/// It counts looks and not time, so a pause of the whole process is no reason for a report; a machine that
/// gives a loop no time at all is.
final class LoopWatch {
    /// How many places are reported in all.
    static final int MOST_PLACES = 64;

    /// Nanoseconds between two looks; 0 for none.
    static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(Long.getLong("minato.stall", 100)) / 2;

    private static final System.Logger LOGGER = System.getLogger(LoopWatch.class.getName());

    /// A task that was seen at one look and at so many more runs for too long.
    private static final int LOOKS = 2;

    private final LocalLoop[] loops;
    private final long interval;
    private final int[] done;

    /// At how many looks in a row the same task ran on the loop.
    private final int[] seen;

    private final Set<String> places = new HashSet<>();
    private volatile boolean resting;
    private volatile @Nullable Thread thread;

    LoopWatch(LocalLoop[] loops, long interval) {
        this.loops = loops;
        this.interval = interval;
        this.done = new int[loops.length];
        this.seen = new int[loops.length];
    }

    void start() {
        if (interval > 0) {
            Thread watch = Thread.ofPlatform().daemon().name("minato-watch").unstarted(this::run);
            // Before it runs, and may rest: a loop that found nobody to wake would not try again.
            thread = watch;
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
                // Such as a log that throws: it must not hide, and the watch goes on.
                Thread self = Thread.currentThread();
                self.getUncaughtExceptionHandler().uncaughtException(self, failed);
            }
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
        for (LocalLoop loop : loops) {
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
        for (int i = 0; i < loops.length; i++) {
            RunQueue tasks = loops[i].tasks();
            int now = tasks.done();
            Runnable running = tasks.running();
            if (running == null) {
                seen[i] = 0;
                continue;
            }
            seen[i] = now == done[i] ? seen[i] + 1 : 1;
            done[i] = now;
            if (seen[i] == 1 + LOOKS) {
                report(loops[i], running, now);
            }
        }
    }

    private void report(LocalLoop loop, Runnable running, int doneBefore) {
        Thread holder = VirtualThreads.threadOf(running).orElse(loop);
        String name = holder.toString();
        StackTraceElement[] stack = holder.getStackTrace();
        boolean isItsOwn = loop.tasks().done() == doneBefore;
        if (!isItsOwn || places.size() == MOST_PLACES || !places.add(place(stack))) {
            return;
        }
        var where = new Throwable("where it is now");
        where.setStackTrace(stack);
        LOGGER.log(System.Logger.Level.WARNING, message(loop, name), where);
    }

    private String message(LocalLoop loop, String holder) {
        String last = places.size() < MOST_PLACES ? "" : "; no other place will be reported";
        return holder + " has held " + loop.getName() + " and its other connections for "
                + Duration.ofNanos(LOOKS * interval).toMillis() + " ms or more; this place is reported once" + last;
    }

    private static String place(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String module = frame.getModuleName();
            if (module == null || !(module.startsWith("java.") || module.startsWith("jdk."))) {
                return frame.getClassName() + "." + frame.getMethodName();
            }
        }
        return "the JDK";
    }
}
