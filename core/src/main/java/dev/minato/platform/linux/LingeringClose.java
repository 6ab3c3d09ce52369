package dev.minato.platform.linux;

import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.wait.LastResort;
import java.lang.foreign.MemorySegment;
import java.util.function.IntConsumer;

/// The close of a connection that lingers: the kernel holds up the closing thread until the peer has taken all
/// that was written, or the time of `SO_LINGER` has passed, although the socket is a non-blocking one
/// (socket(7)).
///
/// A virtual thread would hold up its carrier, and with it a loop; so a platform thread makes the call.
final class LingeringClose {
    private LingeringClose() {}

    /// Has the descriptor closed; `closed` is told what close(2) returned, on that thread. `errno` is in use until
    /// then.
    ///
    /// Whoever closes the socket waits for `closed`, and nothing else ends that wait: so that thread is guarded.
    ///
    /// @throws OutOfMemoryError where there is no thread to be had
    static void start(MemorySegment errno, int fd, IntConsumer closed) {
        Thread.ofPlatform()
                .daemon()
                .name("minato-linger")
                .start(() -> LastResort.guard(() -> closed.accept(Libc.close(errno, fd))));
    }
}
