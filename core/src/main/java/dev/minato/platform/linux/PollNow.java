package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.minato.platform.Interest;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.linux.sys.RefCountedFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A question to the kernel about one socket, without a wait: poll(2).
final class PollNow {
    private PollNow() {}

    /// Whether a try may succeed or fail; true of a socket that is closing, too.
    static boolean isReady(RefCountedFd descriptor, Interest interest) {
        boolean reading = interest == Interest.READABLE;
        long claim = descriptor.enter(reading ? RefCountedFd.READING : RefCountedFd.WRITING);
        if (claim == RefCountedFd.REFUSED) {
            return true;
        }
        try (var arena = Arena.ofConfined()) {
            MemorySegment asked = arena.allocate(Abi.POLLFD_SIZE, 4);
            asked.set(JAVA_INT, Abi.POLLFD_FD, descriptor.fd());
            asked.set(JAVA_INT, Abi.POLLFD_EVENTS, reading ? Abi.POLLIN : Abi.POLLOUT);
            return Libc.pollNow(arena.allocate(JAVA_INT), asked) != 0;
        } finally {
            descriptor.exit(claim);
        }
    }
}
