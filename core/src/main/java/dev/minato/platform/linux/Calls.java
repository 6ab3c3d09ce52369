package dev.minato.platform.linux;

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
///  alone in its direction    the socket's cell; the bytes of a short message by way of the loop's scratch
///  beside another call       memory of its own, for the time of the call
/// ```
final class Calls {
    private final Descriptor descriptor;
    private final Cells.Cell cell;
    private final AddressForm<?> form;

    /// Whether what came last was too long to be copied. Written by whoever is in a call alone, and no more
    /// than a guess for the next.
    private boolean longReads;

    /// That of the loop, once there is one.
    private volatile @Nullable Scratch scratch;

    Calls(Descriptor descriptor, Cells.Cell cell, AddressForm<?> form) {
        this.descriptor = descriptor;
        this.cell = cell;
        this.form = form;
    }

    void use(Scratch ofLoop) {
        scratch = ofLoop;
    }

    /// A system call on this socket.
    @FunctionalInterface
    interface Call {
        long make(int descriptor, Cells.Half memory) throws NetException;
    }

    /// Makes a call that is not on the hot path; what it returns, or the negative error number.
    long call(int lane, String operation, Call call) throws NetException {
        int claim = enter(lane, operation);
        try {
            if (claim == lane) {
                return call.make(descriptor.number(), half(lane));
            }
            try (var arena = Arena.ofConfined()) {
                return call.make(descriptor.number(), own(arena));
            }
        } finally {
            descriptor.exit(claim);
        }
    }

    private int enter(int lane, String operation) throws NetException {
        int claim = descriptor.enter(lane);
        if (claim == Descriptor.REFUSED) {
            throw NetException.of(ErrorKind.CLOSED, operation);
        }
        return claim;
    }

    private Cells.Half own(Arena arena) {
        return new Cells.Half(arena.allocate(8 + Math.max(SockAddr.SIZE, form.size()), 8));
    }

    private Cells.Half half(int lane) {
        return lane == Descriptor.READING ? cell.reading : cell.writing;
    }

    /// As [#call], and throws if the call failed.
    long check(int lane, String operation, Call call) throws NetException {
        long result = call(lane, operation, call);
        if (result < 0) {
            throw Errno.of(operation, (int) -result);
        }
        return result;
    }

    long receive(ByteBuffer into, int length, int flags) throws NetException {
        int claim = enter(Descriptor.READING, "read");
        try {
            if (claim == Descriptor.READING) {
                long count = receiveAlone(into, length, flags);
                longReads = count > Scratch.SHORT;
                return count;
            }
            try (var arena = Arena.ofConfined()) {
                return Transfer.receive(arena.allocate(JAVA_INT), descriptor.number(), into, length, flags);
            }
        } finally {
            descriptor.exit(claim);
        }
    }

    private long receiveAlone(ByteBuffer into, int length, int flags) {
        MemorySegment errno = cell.reading.errno;
        Scratch scratch = longReads || length > Scratch.SIZE ? null : takeScratch();
        if (scratch == null) {
            return Transfer.receive(errno, descriptor.number(), into, length, flags);
        }
        try {
            return scratch.receive(errno, descriptor.number(), into, length, flags);
        } finally {
            scratch.giveBack();
        }
    }

    /// The loop's scratch memory, if there is a loop and no other call has it.
    private @Nullable Scratch takeScratch() {
        Scratch loops = scratch;
        return loops != null && loops.tryTake() ? loops : null;
    }

    long send(ByteBuffer from, int length) throws NetException {
        int claim = enter(Descriptor.WRITING, "write");
        try {
            if (claim == Descriptor.WRITING) {
                return sendAlone(from, length);
            }
            try (var arena = Arena.ofConfined()) {
                return Transfer.send(arena.allocate(JAVA_INT), descriptor.number(), from, length);
            }
        } finally {
            descriptor.exit(claim);
        }
    }

    private long sendAlone(ByteBuffer from, int length) {
        MemorySegment errno = cell.writing.errno;
        Scratch scratch = length > Scratch.SHORT ? null : takeScratch();
        if (scratch == null) {
            return Transfer.send(errno, descriptor.number(), from, length);
        }
        try {
            return scratch.send(errno, descriptor.number(), from, length);
        } finally {
            scratch.giveBack();
        }
    }

    /// Receives a datagram, and tells `sink` about it; the real length, also of one that was cut.
    <A> long receiveFrom(ByteBuffer into, int flags, SenderOf<A> senders, TryDatagram.DatagramSink<A> sink)
            throws NetException {
        int claim = enter(Descriptor.READING, "receive");
        try {
            if (claim == Descriptor.READING) {
                return receiveFrom(cell.reading, into, flags, senders, sink);
            }
            try (var arena = Arena.ofConfined()) {
                return receiveFrom(own(arena), into, flags, senders, sink);
            }
        } finally {
            descriptor.exit(claim);
        }
    }

    private <A> long receiveFrom(
            Cells.Half memory, ByteBuffer into, int flags, SenderOf<A> senders, TryDatagram.DatagramSink<A> sink) {
        int room = into.remaining();
        memory.setLength(form.size());
        long count = receiveFrom(memory, into, room, flags);
        longReads = count > Scratch.SHORT;
        if (count >= 0) {
            sink.received(
                    (int) Math.min(count, room),
                    (int) count,
                    senders.of(memory.address(), memory.length()),
                    Optional.empty());
        }
        return count;
    }

    private long receiveFrom(Cells.Half memory, ByteBuffer into, int room, int flags) {
        Scratch scratch = longReads || room > Scratch.SIZE ? null : takeScratch();
        if (scratch == null) {
            return Transfer.receiveFrom(memory, descriptor.number(), into, flags);
        }
        try {
            return scratch.receiveFrom(memory, descriptor.number(), into, room, flags);
        } finally {
            scratch.giveBack();
        }
    }

    /// Sends a datagram to an address.
    <A> long sendTo(ByteBuffer from, A to, AddressForm<A> form) throws NetException {
        int claim = enter(Descriptor.WRITING, "send");
        try {
            if (claim == Descriptor.WRITING) {
                return sendTo(cell.writing, from, to, form);
            }
            try (var arena = Arena.ofConfined()) {
                return sendTo(own(arena), from, to, form);
            }
        } finally {
            descriptor.exit(claim);
        }
    }

    private <A> long sendTo(Cells.Half memory, ByteBuffer from, A to, AddressForm<A> form) throws NetException {
        int addressLength = form.write(to, memory.address(), "send");
        int length = from.remaining();
        Scratch scratch = length > Scratch.SHORT ? null : takeScratch();
        if (scratch == null) {
            return Transfer.sendTo(memory, descriptor.number(), from, addressLength);
        }
        try {
            return scratch.sendTo(memory, descriptor.number(), from, length, addressLength);
        } finally {
            scratch.giveBack();
        }
    }
}
