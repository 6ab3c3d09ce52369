package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.minato.error.NetException;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Outcome;
import dev.minato.platform.Platform;
import dev.minato.platform.Watcher;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What all kinds of sockets have: the guarded descriptor and its [Calls], an [Edge] for each direction, and
/// the loop, from the first wait on.
final class LinuxSocket {
    private final LinuxPlatform platform;
    private final Descriptor descriptor;
    private final Cells.Cell cell;
    private final AddressForm<?> form;
    final Calls calls;
    final Edge readable;
    final Edge writable;

    /// Whether a hang-up is for good, as on a stream; a datagram socket goes on after an error.
    private final boolean stream;

    /// Whether the peer ever sent urgent data: a read stops where it stands, so that one that is short says
    /// nothing of what follows.
    private volatile boolean urgent;

    /// Whether a close waits until the peer has taken what was written.
    private volatile boolean lingering;

    private volatile @Nullable Loop loop;
    private volatile int slot;
    private volatile int generation;

    LinuxSocket(LinuxPlatform platform, int number, AddressForm<?> form, boolean stream) {
        this.platform = platform;
        this.descriptor = new Descriptor(number);
        this.cell = platform.cells(form).take();
        this.form = form;
        this.calls = new Calls(descriptor, cell, form);
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

    <A> void bind(A address, AddressForm<A> form) throws NetException {
        calls.check(Descriptor.WRITING, "bind", (fd, memory) -> {
            int length = form.write(address, memory.address(), "bind");
            return Libc.bind(memory.errno, fd, memory.address(), length);
        });
    }

    <A> A systemAddress(String operation, AddressForm<A> form) throws NetException {
        var address = new AtomicReference<A>();
        calls.check(Descriptor.READING, operation, (fd, memory) -> {
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
        calls.call(Descriptor.READING, operation, (fd, memory) -> {
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
            calls.use(chosen.scratch);
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
