package dev.minato.platform.linux.loop;

import java.io.IOException;

/// The busy time of one event loop in the task that it runs: CPU time and blocked time of its thread, added up
/// from sample to sample.
final class BusyTime {
    private final long interval;
    private boolean isRunning;
    private int done;
    private long busy;
    private boolean reported;
    private long at;
    private long onCpu;
    private long runnable;

    /// @param interval nanoseconds that one sample adds at most
    BusyTime(long interval) {
        this.interval = interval;
    }

    /// Resets: no task runs.
    void reset() {
        isRunning = false;
    }

    /// Takes a sample of the task that runs after `done` others; returns the busy nanoseconds since its first
    /// one.
    long sample(int done, long now, ThreadTimes times) {
        try {
            times.read();
        } catch (IOException unreadable) {
            isRunning = false; // Nothing is known, so nothing is reported.
            return 0;
        }
        if (isRunning && done == this.done) {
            busy += Math.min(interval, sinceLast(now, times));
        } else {
            busy = 0;
            reported = false;
        }
        isRunning = true;
        this.done = done;
        this.at = now;
        this.onCpu = times.onCpu();
        this.runnable = times.runnable();
        return busy;
    }

    /// CPU time, and the rest that is not run-queue wait: the thread was blocked, unless it is runnable now,
    /// when the rest may be a run-queue wait that the kernel has not counted yet (`sched_info.run_delay`).
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
