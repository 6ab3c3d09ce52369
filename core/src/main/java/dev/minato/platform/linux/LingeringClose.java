package dev.minato.platform.linux;

import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.wait.LastResort;
import java.lang.foreign.MemorySegment;
import java.util.function.IntConsumer;

/// The close of a connection with SO_LINGER: close(2) blocks until the peer has acknowledged all that was
/// written, or the linger time has passed, although the socket is non-blocking (socket(7)).
///
/// A virtual thread would block its carrier, and with it an event loop; so a platform thread makes the call.
final class LingeringClose {
    private LingeringClose() {}

    /// Closes `fd` on a thread of its own, which then calls `closed` with the result of close(2). `errno` is in
    /// use until then.
    ///
    /// The thread that closes the socket waits for `closed` alone: so this one is guarded.
    ///
    /// @throws OutOfMemoryError where there is no thread to be had
    static void start(MemorySegment errno, int fd, IntConsumer closed) {
        Thread.ofPlatform()
                .daemon()
                .name("minato-linger")
                .start(() -> LastResort.guard(() -> closed.accept(Libc.close(errno, fd))));
    }
}
