package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.minato.platform.Handle;
import dev.minato.platform.Parking;
import dev.minato.platform.WaitQueue;
import dev.minato.platform.Waiter;
import java.lang.foreign.Arena;

/// Closing a connection that lingers: the system holds the closing thread up until the peer has taken all that
/// was written, or the time of `SO_LINGER` has passed, although the socket is a non-blocking one (socket(7)).
///
/// A virtual thread would hold up its carrier, and with it a loop; so a platform thread makes the call, and the
/// virtual one waits as everything waits.
final class LingeringClose {
    private final int number;
    private final WaitQueue waiting;
    private volatile boolean closed;
    private volatile int result;

    private LingeringClose(int number, Parking parking) {
        this.number = number;
        this.waiting = new WaitQueue(parking);
    }

    /// Closes it, heeding no interrupt; what the system's call returns.
    static int of(int number, Parking parking) {
        var close = new LingeringClose(number, parking);
        if (!Thread.currentThread().isVirtual()) {
            close.run();
        } else if (close.start()) {
            close.await();
        }
        return close.result;
    }

    /// False if there is no thread to be had: then it is closed already, since a loop that is held up is better
    /// than a descriptor that nobody closes.
    private boolean start() {
        try {
            Thread.ofPlatform().daemon().name("minato-linger").start(this::run);
            return true;
        } catch (OutOfMemoryError noThread) {
            run();
            return false;
        }
    }

    private void run() {
        try (var arena = Arena.ofConfined()) {
            result = Libc.close(arena.allocate(JAVA_INT), number);
        }
        closed = true;
        waiting.wakeAll();
    }

    private void await() {
        var self = new Handle();
        while (!closed) {
            Waiter waiter = waiting.join(self);
            try {
                if (!closed) {
                    waiter.parkUninterruptibly();
                }
            } finally {
                waiting.leave(waiter, true);
            }
        }
    }
}
