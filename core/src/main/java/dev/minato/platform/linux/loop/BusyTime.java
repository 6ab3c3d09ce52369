package dev.minato.platform.linux.loop;

import java.io.IOException;

/// The time that the running task of one loop has held it so far, added up from look to look.
final class BusyTime {
    private final long interval;
    private boolean isRunning;
    private int done;
    private long held;
    private boolean reported;
    private long at;
    private long onCpu;
    private long runnable;

    /// @param interval nanoseconds that one look may add at most
    BusyTime(long interval) {
        this.interval = interval;
    }

    /// No task runs.
    void end() {
        isRunning = false;
    }

    /// Looks at the task that runs after `done` others; returns the nanoseconds that it has held the loop since it
    /// was seen first.
    long add(int done, long now, ThreadTimes times) {
        try {
            times.read();
        } catch (IOException unreadable) {
            isRunning = false; // Nothing is known, so nothing is said.
            return 0;
        }
        if (isRunning && done == this.done) {
            held += Math.min(interval, sinceLast(now, times));
        } else {
            held = 0;
            reported = false;
        }
        isRunning = true;
        this.done = done;
        this.at = now;
        this.onCpu = times.onCpu();
        this.runnable = times.runnable();
        return held;
    }

    /// What neither ran nor waited for a processor was blocked, unless the thread is runnable now: then it may be a
    /// wait for a processor that the kernel has not counted yet.
    private long sinceLast(long now, ThreadTimes times) {
        long ran = times.onCpu() - onCpu;
        long rest = now - at - ran - (times.runnable() - runnable);
        return times.isBlocked() ? ran + Math.max(0, rest) : ran;
    }

    /// Whether [#reported] was called for the task that runs.
    boolean isReported() {
        return reported;
    }

    void reported() {
        reported = true;
    }
}
