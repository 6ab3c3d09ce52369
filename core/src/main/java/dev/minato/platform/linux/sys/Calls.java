package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.TryDatagram;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The system calls of one socket: each enters the guarded descriptor and is lent memory.
///
/// ```
///  alone in its direction    the socket's buffer; the bytes of a short message by way of the loop's scratch
///  beside another call       memory of its own, for the time of the call
/// ```
public final class Calls {
    private final RefCountedFd descriptor;
    private final CallBuffers.CallBuffer buffer;
    private final AddressCodec<?> codec;

    /// Whether what came last was too long to be copied. Written by whoever is in a call alone, and no more
    /// than a guess for the next.
    private boolean longReads;

    /// That of the loop, once there is one.
    private volatile @Nullable Scratch scratch;

    public Calls(RefCountedFd descriptor, CallBuffers.CallBuffer buffer, AddressCodec<?> codec) {
        this.descriptor = descriptor;
        this.buffer = buffer;
        this.codec = codec;
    }

    public void use(Scratch ofLoop) {
        scratch = ofLoop;
    }

    /// A system call on this socket.
    @FunctionalInterface
    public interface Call {
        long make(int fd, CallBuffers.Half memory) throws NetException;
    }

    /// Makes a call that is not on the hot path; what it returns, or the negative error number.
    public long call(int lane, String operation, Call call) throws NetException {
        int claim = enter(lane, operation);
        try {
            if (claim == lane) {
                return call.make(descriptor.fd(), half(lane));
            }
            try (var arena = Arena.ofConfined()) {
                return call.make(descriptor.fd(), own(arena));
            }
        } finally {
            descriptor.exit(claim);
        }
    }

    private int enter(int lane, String operation) throws NetException {
        int claim = descriptor.enter(lane);
        if (claim == RefCountedFd.REFUSED) {
            throw NetException.of(ErrorKind.CLOSED, operation);
        }
        return claim;
    }

    private CallBuffers.Half own(Arena arena) {
        return new CallBuffers.Half(arena.allocate(8 + Math.max(SockAddr.SIZE, codec.size()), 8));
    }

    private CallBuffers.Half half(int lane) {
        return lane == RefCountedFd.READING ? buffer.reading : buffer.writing;
    }

    /// As [#call], and throws if the call failed.
    public long check(int lane, String operation, Call call) throws NetException {
        long result = call(lane, operation, call);
        if (result < 0) {
            throw Errno.of(operation, (int) -result);
        }
        return result;
    }

    public long receive(ByteBuffer into, int length, int flags) throws NetException {
        int claim = enter(RefCountedFd.READING, "read");
        try {
            if (claim == RefCountedFd.READING) {
                long count = receiveAlone(into, length, flags);
                longReads = count > Scratch.SHORT;
                return count;
            }
            try (var arena = Arena.ofConfined()) {
                return Transfer.receive(arena.allocate(JAVA_INT), descriptor.fd(), into, length, flags);
            }
        } finally {
            descriptor.exit(claim);
        }
    }

    private long receiveAlone(ByteBuffer into, int length, int flags) {
        MemorySegment errno = buffer.reading.errno;
        Scratch scratch = longReads || length > Scratch.SIZE ? null : takeScratch();
        if (scratch == null) {
            return Transfer.receive(errno, descriptor.fd(), into, length, flags);
        }
        try {
            return scratch.receive(errno, descriptor.fd(), into, length, flags);
        } finally {
            scratch.giveBack();
        }
    }

    /// The loop's scratch memory, if there is a loop and no other call has it.
    private @Nullable Scratch takeScratch() {
        Scratch loops = scratch;
        return loops != null && loops.tryTake() ? loops : null;
    }

    public long send(ByteBuffer from, int length) throws NetException {
        int claim = enter(RefCountedFd.WRITING, "write");
        try {
            if (claim == RefCountedFd.WRITING) {
                return sendAlone(from, length);
            }
            try (var arena = Arena.ofConfined()) {
                return Transfer.send(arena.allocate(JAVA_INT), descriptor.fd(), from, length);
            }
        } finally {
            descriptor.exit(claim);
        }
    }

    private long sendAlone(ByteBuffer from, int length) {
        MemorySegment errno = buffer.writing.errno;
        Scratch scratch = length > Scratch.SHORT ? null : takeScratch();
        if (scratch == null) {
            return Transfer.send(errno, descriptor.fd(), from, length);
        }
        try {
            return scratch.send(errno, descriptor.fd(), from, length);
        } finally {
            scratch.giveBack();
        }
    }

    /// Receives a datagram, and tells `sink` about it; the real length, also of one that was cut.
    public <A> long receiveFrom(
            ByteBuffer into, int flags, SourceAddressDecoder<A> sources, TryDatagram.DatagramSink<A> sink)
            throws NetException {
        int claim = enter(RefCountedFd.READING, "receive");
        try {
            if (claim == RefCountedFd.READING) {
                return receiveFrom(buffer.reading, into, flags, sources, sink);
            }
            try (var arena = Arena.ofConfined()) {
                return receiveFrom(own(arena), into, flags, sources, sink);
            }
        } finally {
            descriptor.exit(claim);
        }
    }

    private <A> long receiveFrom(
            CallBuffers.Half memory,
            ByteBuffer into,
            int flags,
            SourceAddressDecoder<A> sources,
            TryDatagram.DatagramSink<A> sink) {
        int room = into.remaining();
        memory.setLength(codec.size());
        long count = receiveFrom(memory, into, room, flags);
        longReads = count > Scratch.SHORT;
        if (count >= 0) {
            sink.received(
                    (int) Math.min(count, room),
                    (int) count,
                    sources.of(memory.address(), memory.length()),
                    Optional.empty());
        }
        return count;
    }

    private long receiveFrom(CallBuffers.Half memory, ByteBuffer into, int room, int flags) {
        Scratch scratch = longReads || room > Scratch.SIZE ? null : takeScratch();
        if (scratch == null) {
            return Transfer.receiveFrom(memory, descriptor.fd(), into, flags);
        }
        try {
            return scratch.receiveFrom(memory, descriptor.fd(), into, room, flags);
        } finally {
            scratch.giveBack();
        }
    }

    /// Sends a datagram to an address.
    public <A> long sendTo(ByteBuffer from, A to, AddressCodec<A> codec) throws NetException {
        int claim = enter(RefCountedFd.WRITING, "send");
        try {
            if (claim == RefCountedFd.WRITING) {
                return sendTo(buffer.writing, from, to, codec);
            }
            try (var arena = Arena.ofConfined()) {
                return sendTo(own(arena), from, to, codec);
            }
        } finally {
            descriptor.exit(claim);
        }
    }

    private <A> long sendTo(CallBuffers.Half memory, ByteBuffer from, A to, AddressCodec<A> codec) throws NetException {
        int addressLength = codec.write(to, memory.address(), "send");
        int length = from.remaining();
        Scratch scratch = length > Scratch.SHORT ? null : takeScratch();
        if (scratch == null) {
            return Transfer.sendTo(memory, descriptor.fd(), from, addressLength);
        }
        try {
            return scratch.sendTo(memory, descriptor.fd(), from, length, addressLength);
        } finally {
            scratch.giveBack();
        }
    }
}
