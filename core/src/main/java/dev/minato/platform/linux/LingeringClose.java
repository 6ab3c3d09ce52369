package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.util.function.IntConsumer;

/// The close of a connection that lingers: the kernel holds up the closing thread until the peer has taken all
/// that was written, or the time of `SO_LINGER` has passed, although the socket is a non-blocking one
/// (socket(7)).
///
/// A virtual thread would hold up its carrier, and with it a loop; so a platform thread makes the call.
final class LingeringClose {
    private LingeringClose() {}

    /// Has the descriptor closed; `closed` is told what close(2) returned, on that thread.
    ///
    /// Where there is no thread to be had it is closed at once: a loop that is held up is better than a
    /// descriptor that nobody closes.
    static void start(int number, IntConsumer closed) {
        try {
            Thread.ofPlatform().daemon().name("minato-linger").start(() -> close(number, closed));
        } catch (OutOfMemoryError noThread) {
            close(number, closed);
        }
    }

    private static void close(int number, IntConsumer closed) {
        int result;
        try (var arena = Arena.ofConfined()) {
            result = Libc.close(arena.allocate(JAVA_INT), number);
        }
        closed.accept(result);
    }
}
