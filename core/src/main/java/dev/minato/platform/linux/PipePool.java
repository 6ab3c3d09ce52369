package dev.minato.platform.linux;

import dev.minato.platform.TryPipe;
import dev.minato.platform.wait.SpinLock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pipes of a platform: as many as were ever needed at once, up to a bound, LIFO.
///
/// A copy holds one while bytes are on their way, and none while it waits for more, so few are open however
/// many connections there are. Beyond the bound, and where descriptors run out, bytes are copied.
final class PipePool extends SpinLock {
    /// Two descriptors and at most 64 KiB of the kernel's memory each; the kernel lets a user have 1,024 such
    /// pipes (`fs.pipe-user-pages-soft`).
    static final int MAX_PIPES = 128;

    private final @Nullable LinuxPipe[] idle = new LinuxPipe[MAX_PIPES];
    private int idleCount;
    private int openCount;

    /// Returns one that is empty; none where all are in use, or the kernel has none.
    Optional<TryPipe> take() {
        LinuxPipe pooled = takeIdle();
        if (pooled != null) {
            return pooled.taken;
        }
        return reserve() ? open() : Optional.empty();
    }

    /// A pipe that cannot be had, for want of descriptors or of memory, is no failure: bytes are copied
    /// instead.
    private Optional<TryPipe> open() {
        Optional<LinuxPipe> opened = Optional.empty();
        try {
            opened = LinuxPipe.open(this);
        } finally {
            if (opened.isEmpty()) {
                closed();
            }
        }
        return opened.flatMap(pipe -> pipe.taken);
    }

    private @Nullable LinuxPipe takeIdle() {
        acquire();
        try {
            if (idleCount == 0) {
                return null;
            }
            idleCount--;
            LinuxPipe pipe = idle[idleCount];
            idle[idleCount] = null;
            return pipe;
        } finally {
            release();
        }
    }

    private boolean reserve() {
        acquire();
        try {
            if (openCount == MAX_PIPES) {
                return false;
            }
            openCount++;
            return true;
        } finally {
            release();
        }
    }

    private void closed() {
        acquire();
        try {
            openCount--;
        } finally {
            release();
        }
    }

    /// Keeps an empty pipe for the next, and closes one with bytes that nobody is to see.
    void giveBack(LinuxPipe pipe) {
        if (pipe.held() > 0) {
            pipe.closeEnds();
            closed();
            return;
        }
        acquire();
        try {
            idle[idleCount] = pipe;
            idleCount++;
        } finally {
            release();
        }
    }
}
