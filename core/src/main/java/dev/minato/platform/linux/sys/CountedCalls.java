package dev.minato.platform.linux.sys;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import org.jspecify.annotations.Nullable;

/// The counted calls of one socket: each enters the [RefCountedFd], so that the fd is not closed under it,
/// and is lent memory.
///
/// ```
///  alone in its direction    the socket's own, from the first call on that needs it: an idle stream that
///                            never had a long message has none
///  beside another call       one of those that all sockets share, for the time of the call
/// ```
public final class CountedCalls {
    private final RefCountedFd descriptor;
    private final CallBuffers shared;

    /// Each belongs to whoever has that lane of the descriptor.
    private CallBuffers.@Nullable Piece reading;

    private CallBuffers.@Nullable Piece writing;

    /// Calls with the memory of that pool.
    public CountedCalls(RefCountedFd descriptor, CallBuffers shared) {
        this.descriptor = descriptor;
        this.shared = shared;
    }

    /// A syscall on this socket.
    @FunctionalInterface
    public interface Call {
        long make(int fd, CallBuffers.Piece memory) throws NetException;
    }

    /// Makes a call that comes once in a while, such as one for an option, and keeps no memory for it; what
    /// it returns, or the negative errno. CLOSED once the fd is closing.
    public long callOnce(int lane, String operation, Call call) throws NetException {
        CallBuffers.Piece memory = shared.lend();
        try {
            return make(begin(lane, operation), call, memory);
        } finally {
            shared.giveBack(memory);
        }
    }

    private long make(long claim, Call call, CallBuffers.Piece memory) throws NetException {
        try {
            return call.make(fd(), memory);
        } finally {
            end(claim);
        }
    }

    /// As [#callOnce], and throws if the call failed.
    public long checkOnce(int lane, String operation, Call call) throws NetException {
        long result = callOnce(lane, operation, call);
        if (result < 0) {
            throw Errno.of(operation, (int) -result);
        }
        return result;
    }

    /// Makes a call as messages make them; what it returns, or the negative errno. CLOSED once the fd is
    /// closing.
    public long call(int lane, String operation, Call call) throws NetException {
        long claim = begin(lane, operation);
        CallBuffers.@Nullable Piece memory = null;
        try {
            memory = lend(claim);
            return call.make(fd(), memory);
        } finally {
            giveBack(claim, memory);
            end(claim);
        }
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
    CallBuffers.Piece lend(long claim) {
        return switch (RefCountedFd.laneOf(claim)) {
            case RefCountedFd.READING -> ownForReading();
            case RefCountedFd.WRITING -> ownForWriting();
            default -> shared.lend();
        };
    }

    private CallBuffers.Piece ownForReading() {
        CallBuffers.Piece own = reading;
        if (own == null) {
            own = shared.lend();
            reading = own;
        }
        return own;
    }

    private CallBuffers.Piece ownForWriting() {
        CallBuffers.Piece own = writing;
        if (own == null) {
            own = shared.lend();
            writing = own;
        }
        return own;
    }

    /// Takes memory back from the call of that claim; null if there was none to be had.
    void giveBack(long claim, CallBuffers.@Nullable Piece memory) {
        if (memory != null && RefCountedFd.laneOf(claim) == RefCountedFd.COUNTED) {
            shared.giveBack(memory);
        }
    }

    /// Gives the socket's own memory back; when the fd is closed, and no call can begin.
    public void release() {
        if (reading != null) {
            shared.giveBack(reading);
        }
        if (writing != null) {
            shared.giveBack(writing);
        }
    }

    /// The fd, between [#begin] and [#end].
    int fd() {
        return descriptor.fd();
    }
}
