package dev.minato.platform.linux.sys;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;

/// The counted calls of one socket: each enters the [RefCountedFd], so that the fd is not closed under it,
/// and is lent memory.
///
/// ```
///  alone in its direction    the socket's own half
///  beside another call       one of those that all sockets share, for the time of the call
/// ```
public final class CountedCalls {
    private final RefCountedFd descriptor;
    private final CallBuffers.CallBuffer buffer;
    private final CallBuffers shared;

    public CountedCalls(RefCountedFd descriptor, CallBuffers.CallBuffer buffer, CallBuffers shared) {
        this.descriptor = descriptor;
        this.buffer = buffer;
        this.shared = shared;
    }

    /// A syscall on this socket.
    @FunctionalInterface
    public interface Call {
        long make(int fd, CallBuffers.Half memory) throws NetException;
    }

    /// Makes a call that is not on the hot path; what it returns, or the negative errno. CLOSED once the fd is
    /// closing.
    public long call(int lane, String operation, Call call) throws NetException {
        long claim = begin(lane, operation);
        CallBuffers.Half memory = lend(claim);
        try {
            return call.make(fd(), memory);
        } finally {
            giveBack(claim, memory);
            end(claim);
        }
    }

    /// As [#call], and throws if the call failed.
    public long check(int lane, String operation, Call call) throws NetException {
        long result = call(lane, operation, call);
        if (result < 0) {
            throw Errno.of(operation, (int) -result);
        }
        return result;
    }

    /// Begins a call, until [#end] with the claim that this returns; it needs no memory yet.
    public long begin(int lane, String operation) throws NetException {
        long claim = descriptor.enter(lane);
        if (claim == RefCountedFd.REFUSED) {
            throw NetException.of(ErrorKind.CLOSED, operation);
        }
        return claim;
    }

    /// Ends the call of that claim, which has given its memory back; no-op for one that was refused.
    public void end(long claim) {
        if (claim != RefCountedFd.REFUSED) {
            descriptor.exit(claim);
        }
    }

    /// Lends memory to the call of that claim.
    CallBuffers.Half lend(long claim) {
        return switch (RefCountedFd.laneOf(claim)) {
            case RefCountedFd.READING -> buffer.reading;
            case RefCountedFd.WRITING -> buffer.writing;
            default -> shared.lend();
        };
    }

    /// Takes memory back from the call of that claim.
    void giveBack(long claim, CallBuffers.Half memory) {
        if (RefCountedFd.laneOf(claim) == RefCountedFd.COUNTED) {
            shared.giveBack(memory);
        }
    }

    /// The fd, between [#begin] and [#end].
    int fd() {
        return descriptor.fd();
    }
}
