package dev.minato.platform.linux.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// CPU time, run-queue wait and state of one thread, as the kernel counts them: `schedstat` and `stat` of
/// proc(5).
///
/// The wall clock says nothing about what code does on a machine that does not run it. The files stay open, so
/// that reading them works when file descriptors have run out. One thread at a time may read.
final class ThreadTimes {
    private static final int MAX_LINE = 1024;

    private final FileChannel schedstat;
    private final FileChannel stat;
    private final ByteBuffer line = ByteBuffer.allocateDirect(MAX_LINE);
    private long onCpu;
    private long runnable;
    private boolean blocked;

    private ThreadTimes(FileChannel schedstat, FileChannel stat) {
        this.schedstat = schedstat;
        this.stat = stat;
    }

    /// Opens those of the calling thread, which must be a platform thread. Fails without a /proc, or where the
    /// kernel counts no run-queue waits.
    static ThreadTimes ofCurrentThread() throws IOException {
        FileChannel schedstat = open("schedstat");
        try {
            return new ThreadTimes(schedstat, open("stat"));
        } catch (IOException failed) {
            schedstat.close();
            throw failed;
        }
    }

    /// The kernel resolves `thread-self` when the file is opened; whoever reads it later, it stays that
    /// thread's.
    private static FileChannel open(String name) throws IOException {
        return FileChannel.open(Path.of("/proc/thread-self", name), StandardOpenOption.READ);
    }

    /// Takes a new reading.
    void read() throws IOException {
        fill(schedstat);
        onCpu = number();
        runnable = number();
        fill(stat);
        blocked = isBlocked(state());
    }

    private void fill(FileChannel file) throws IOException {
        file.read(line.clear(), 0);
        line.flip();
    }

    /// The next decimal number; a space or a newline ends it.
    private long number() {
        long value = 0;
        while (line.hasRemaining()) {
            int digit = line.get() - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    /// Behind the name in parentheses, which may hold any character but is followed by no other parenthesis.
    private int state() {
        for (int at = line.limit() - 3; at > 0; at--) {
            if (line.get(at) == ')') {
                return line.get(at + 2);
            }
        }
        return '?';
    }

    /// S is interruptible sleep, D uninterruptible; a stopped or a runnable thread is not blocked.
    private static boolean isBlocked(int state) {
        return state == 'S' || state == 'D';
    }

    /// Nanoseconds that it has run on a processor.
    long onCpu() {
        return onCpu;
    }

    /// Nanoseconds that it has waited for a processor. A wait that is going on is counted at its end only
    /// (`run_delay` of the kernel's `sched_info`).
    long runnable() {
        return runnable;
    }

    /// Whether it waited in the kernel for something else than a processor at the last reading.
    boolean isBlocked() {
        return blocked;
    }
}
