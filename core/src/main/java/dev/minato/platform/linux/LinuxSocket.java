package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Outcome;
import dev.minato.platform.Platform;
import dev.minato.platform.TryDatagram;
import dev.minato.platform.Watcher;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What all kinds of sockets have: the guarded descriptor, the memory for calls, an [Edge] for each direction,
/// and the loop, from the first wait on.
final class LinuxSocket {
    private final LinuxPlatform platform;
    private final Descriptor descriptor;
    private final Cells.Cell cell;
    private final AddressForm<?> form;
    final Edge readable;
    final Edge writable;

    /// Whether a hang-up is for good, as on a stream; a datagram socket goes on after an error.
    private final boolean stream;

    /// Whether the peer ever sent urgent data: a read stops where it stands, so that one that is short says
    /// nothing of what follows.
    private volatile boolean urgent;

    /// Whether a close waits until the peer has taken what was written.
    private volatile boolean lingering;

    /// Whether what came last was too long to be copied. Written by whoever is in a call alone.
    private boolean longReads;

    private volatile @Nullable Loop loop;
    private volatile int slot;
    private volatile int generation;

    LinuxSocket(LinuxPlatform platform, int number, AddressForm<?> form, boolean stream) {
        this.platform = platform;
        this.descriptor = new Descriptor(number);
        this.cell = platform.cells(form).take();
        this.form = form;
        this.stream = stream;
        this.readable = new Edge(platform.parking());
        this.writable = new Edge(platform.parking());
    }

    /// A new descriptor of that family and type. TOO_MANY_OPEN_FILES, ADDRESS_FAMILY_UNSUPPORTED.
    static LinuxSocket open(LinuxPlatform platform, AddressForm<?> form, int type, String operation)
            throws NetException {
        try (var arena = Arena.ofConfined()) {
            int number =
                    Libc.socket(arena.allocate(JAVA_INT), form.family(), type | Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC);
            if (number < 0) {
                throw Errno.of(operation, -number);
            }
            return new LinuxSocket(platform, number, form, type == Abi.SOCK_STREAM);
        }
    }

    /// Two Unix sockets that are connected to each other.
    static Platform.Both<LinuxSocket> pair(LinuxPlatform platform, int type) throws NetException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocate(8, 4);
            int result = Libc.socketpair(
                    arena.allocate(JAVA_INT), Abi.AF_UNIX, type | Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC, numbers);
            if (result < 0) {
                throw Errno.of("pair", -result);
            }
            boolean stream = type == Abi.SOCK_STREAM;
            return new Platform.Both<>(
                    new LinuxSocket(platform, numbers.get(JAVA_INT, 0), UnixForm.INSTANCE, stream),
                    new LinuxSocket(platform, numbers.get(JAVA_INT, 4), UnixForm.INSTANCE, stream));
        }
    }

    LinuxPlatform platform() {
        return platform;
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
        Loop mine = loop;
        return mine != null && mine.scratch.tryTake() ? mine.scratch : null;
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
        if (count >= 0) {
            sink.received((int) Math.min(count, room), (int) count, senders.of(memory.address(), memory.length()));
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

    <A> void bind(A address, AddressForm<A> form) throws NetException {
        check(Descriptor.WRITING, "bind", (fd, memory) -> {
            int length = form.write(address, memory.address(), "bind");
            return Libc.bind(memory.errno, fd, memory.address(), length);
        });
    }

    <A> A systemAddress(String operation, AddressForm<A> form) throws NetException {
        var address = new AtomicReference<A>();
        check(Descriptor.READING, operation, (fd, memory) -> {
            memory.setLength(form.size());
            int result = Libc.getsockname(memory.errno, fd, memory.address(), memory.lengthMemory());
            if (result >= 0) {
                address.setPlain(form.of(memory.address(), memory.length()));
            }
            return result;
        });
        return address.getPlain();
    }

    /// The peer as the system sees it, or `otherwise` if it is gone already.
    <A> A systemPeer(String operation, AddressForm<A> form, A otherwise) throws NetException {
        var address = new AtomicReference<>(otherwise);
        call(Descriptor.READING, operation, (fd, memory) -> {
            memory.setLength(form.size());
            int result = Libc.getpeername(memory.errno, fd, memory.address(), memory.lengthMemory());
            if (result >= 0) {
                address.setPlain(form.of(memory.address(), memory.length()));
            }
            return result;
        });
        return address.getPlain();
    }

    boolean isUnix() {
        return form.family() == Abi.AF_UNIX;
    }

    boolean isIpv6() {
        return form.family() == Abi.AF_INET6;
    }

    Outcome await(Interest interest, Handle handle, long deadline) throws NetException {
        return isHeardOf(interest) ? edge(interest).await(handle, deadline) : Outcome.CLOSED;
    }

    /// As [TrySocket#watch][dev.minato.platform.TrySocket#watch].
    boolean watch(Interest interest, Watcher watcher) throws NetException {
        if (!isHeardOf(interest) || edge(interest).watch(watcher)) {
            return true;
        }
        boolean closing = isClosing();
        if (closing) {
            edge(interest).unwatch(watcher);
        }
        return closing;
    }

    Edge edge(Interest interest) {
        return interest == Interest.READABLE ? readable : writable;
    }

    /// Makes sure that the loop tells the edge what happens, and that the edge is in no doubt; false if the
    /// socket is closing.
    private boolean isHeardOf(Interest interest) throws NetException {
        if (loop == null && !register()) {
            return false;
        }
        Edge edge = edge(interest);
        return !edge.isDoubtful() || lookAgain(interest, edge);
    }

    /// A wait for its own sake, after a try that got just what there was, is not to end at once for nothing.
    /// False if the socket is closing.
    private boolean lookAgain(Interest interest, Edge edge) {
        long seen = edge.seen();
        boolean reading = interest == Interest.READABLE;
        int lane = reading ? Descriptor.READING : Descriptor.WRITING;
        int claim = descriptor.enter(lane);
        if (claim == Descriptor.REFUSED) {
            return false;
        }
        try (var arena = Arena.ofConfined()) {
            MemorySegment asked = arena.allocate(8, 4);
            asked.set(JAVA_INT, 0, descriptor.number());
            asked.set(JAVA_INT, 4, reading ? Abi.POLLIN : Abi.POLLOUT);
            if (Libc.pollNow(arena.allocate(JAVA_INT), asked) == 0) {
                edge.exhausted(seen);
            }
            return true;
        } finally {
            descriptor.exit(claim);
        }
    }

    /// Whether a read that got so many of the bytes it asked for, or that failed with that error, found all
    /// there was. A Unix stream may stop between two writes of its peer.
    boolean isDrainedBy(long count, int asked) {
        return count == -Errno.EAGAIN || (count > 0 && count < asked && !urgent && !isUnix());
    }

    boolean mayBeReady(Interest interest) {
        return loop == null || edge(interest).isReady();
    }

    /// Registers with the loop of the calling thread, once; false if the socket is closing.
    private synchronized boolean register() throws NetException {
        if (loop != null) {
            return true;
        }
        int claim = descriptor.enter(Descriptor.READING);
        if (claim == Descriptor.REFUSED) {
            return false;
        }
        try {
            Loop chosen = platform.scheduling().loop();
            chosen.register(this, descriptor.number());
            loop = chosen;
            return true;
        } finally {
            descriptor.exit(claim);
        }
    }

    /// The loop's own note of where it keeps this socket; the number of the registration tells it from an
    /// earlier one.
    void registered(int slot, int generation) {
        this.slot = slot;
        this.generation = generation;
    }

    int slot() {
        return slot;
    }

    int generation() {
        return generation;
    }

    /// The loop's call at each event.
    void event(int mask) {
        if ((mask & Abi.EPOLLPRI) != 0) {
            urgent = true;
        }
        boolean hungUp = stream && (mask & Abi.EPOLLHUP) != 0;
        if ((mask & ~Abi.EPOLLOUT) != 0) {
            readable.event(hungUp || (stream && (mask & Abi.EPOLLRDHUP) != 0));
        }
        if ((mask & (Abi.EPOLLOUT | Abi.EPOLLERR | Abi.EPOLLHUP)) != 0) {
            writable.event(hungUp);
        }
    }

    void abandon(Handle handle) {
        readable.abandon(handle);
        writable.abandon(handle);
    }

    /// See [Descriptor]: when this returns, no call is in progress and the number is free.
    void close() throws NetException {
        if (!descriptor.close()) {
            return;
        }
        Loop left = loop;
        if (left != null) {
            left.forget(this);
        }
        readable.close();
        writable.close();
        int result = lingering
                ? LingeringClose.of(descriptor.number(), platform.parking())
                : Libc.close(cell.writing.errno, descriptor.number());
        platform.cells(form).release(cell);
        if (result < 0 && result != -Errno.EINTR) {
            throw Errno.of("close", -result);
        }
    }

    void setLingering(boolean lingering) {
        this.lingering = lingering;
    }

    boolean isLingering() {
        return lingering;
    }

    boolean isClosing() {
        return descriptor.isClosing();
    }
}
