package dev.minato.platform.linux.loop;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.minato.error.NetException;
import dev.minato.platform.linux.ring.LoopRing;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.BounceBuffer;
import dev.minato.platform.linux.sys.CallBuffers;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// One epoll instance, and the sockets registered with it, each once in its life.
///
/// An event carries (slot, generation), never the file descriptor: a socket that closes leaves its slot,
/// the next one there has another generation, and an event that was on its way to the old one finds nobody.
///
/// ```
///  data:u64     generation:32 | slot:32
/// ```
///
/// [#poll] and [#pollBlocking] are for the loop's own thread; [#register] and [#forget] for all.
public final class Poller {
    private static final int EVENTS = 512;
    private static final int READING = Abi.EPOLLIN | Abi.EPOLLPRI | Abi.EPOLLRDHUP | Abi.EPOLLET;
    private static final int BOTH = READING | Abi.EPOLLOUT;

    public final BounceBuffer bounceBuffer = new BounceBuffer();
    private final int epoll;
    private final MemorySegment errno = Arena.global().allocate(JAVA_INT);
    private final MemorySegment events = Arena.global().allocate((long) EVENTS * Abi.EPOLL_EVENT_SIZE, 8);
    private final SlotTable slots = new SlotTable();
    private final @Nullable LoopRing ring;
    private @Nullable EventLoop loop;

    private Poller(int epoll, @Nullable LoopRing ring) {
        this.epoll = epoll;
        this.ring = ring;
    }

    /// TOO_MANY_OPEN_FILES.
    static Poller open() throws NetException {
        return new Poller(createEpoll(), null);
    }

    /// One that waits with io_uring, of which its epoll instance is a part.
    static Poller openWithRing() throws NetException {
        int epoll = createEpoll();
        try {
            return new Poller(epoll, LoopRing.open(epoll));
        } catch (Throwable failed) {
            try (var arena = Arena.ofConfined()) {
                Libc.close(arena.allocate(JAVA_INT), epoll);
            }
            throw failed;
        }
    }

    /// A new epoll instance. TOO_MANY_OPEN_FILES.
    static int createEpoll() throws NetException {
        try (var arena = Arena.ofConfined()) {
            int epoll = Libc.epollCreate1(arena.allocate(JAVA_INT), Abi.EPOLL_CLOEXEC);
            if (epoll < 0) {
                throw Errno.of("epoll", -epoll);
            }
            return epoll;
        }
    }

    /// Closes the epoll instance; only for one that was never used.
    void close() {
        Libc.close(errno, epoll);
        if (ring != null) {
            ring.close();
        }
    }

    /// Names its loop, which is not known before the poller is; called before anybody uses it.
    void belongTo(EventLoop itsLoop) {
        loop = itsLoop;
    }

    /// Called by the thread of its loop before all else.
    void begin() {
        if (ring != null) {
            ring.enable();
        }
    }

    /// The ring of the loop, which has one.
    public LoopRing ring() {
        if (ring == null) {
            throw new AssertionError("a loop without a ring");
        }
        return ring;
    }

    /// Whether the calling thread is one of the loop's.
    public boolean isHere() {
        return VirtualThreads.carrier() == loop;
    }

    /// Runs an action on the loop's thread: now, if that is the caller's, else soon.
    public void run(Runnable action) {
        if (isHere()) {
            action.run();
        } else {
            itsLoop().execute(action);
        }
    }

    /// Lets the loop run others until it has polled; on a virtual thread of the loop's. One that cannot leave its
    /// thread polls itself.
    public void awaitPoll() {
        itsLoop().awaitPoll();
    }

    /// Whether a task of the loop is ready beside the one that asks.
    public boolean hasOthers() {
        return itsLoop().hasOthers();
    }

    private EventLoop itsLoop() {
        EventLoop known = loop;
        if (known == null) {
            throw new AssertionError("a poller without a loop");
        }
        return known;
    }

    int fd() {
        return epoll;
    }

    /// Adds a socket whose fd nobody closes meanwhile. Readiness that is there already is reported as its first
    /// event.
    ///
    /// @param writing whether events are to tell that it is writable, too; else from [#registerWriting] on
    public void register(EventReceiver source, int fd, boolean writing) throws NetException {
        long data = slots.take();
        source.slot = (int) data;
        source.generation = (int) (data >>> 32);
        slots.set((int) data, source);
        int result = control(Abi.EPOLL_CTL_ADD, fd, writing ? BOTH : READING, data);
        if (result < 0) {
            slots.giveBack((int) data);
            throw Errno.of("await", -result);
        }
    }

    /// Has the events of a registered socket, whose fd nobody closes meanwhile, tell that it is writable, too.
    /// What it is already is reported as an event.
    public void registerWriting(EventReceiver source, int fd) {
        long data = (long) source.generation << 32 | source.slot;
        int result = control(Abi.EPOLL_CTL_MOD, fd, BOTH, data);
        if (result < 0) {
            throw new AssertionError("EPOLL_CTL_MOD needs no resources: "
                    + Errno.of("epoll", -result).getMessage());
        }
    }

    /// Adds an eventfd, whose events only end a blocking poll.
    void registerWakeUp(int fd) throws NetException {
        int result = control(Abi.EPOLL_CTL_ADD, fd, Abi.EPOLLIN | Abi.EPOLLET, -1L);
        if (result < 0) {
            throw Errno.of("epoll", -result);
        }
    }

    /// Changes the interest list, with the loop's own memory: a busy socket, which leaves epoll and comes
    /// back, allocates nothing.
    private int control(int operation, int fd, int interests, long data) {
        if (bounceBuffer.tryTake()) {
            try {
                return control(operation, fd, interests, data, bounceBuffer.arguments());
            } finally {
                bounceBuffer.release();
            }
        }
        try (var arena = Arena.ofConfined()) {
            return control(operation, fd, interests, data, CallBuffers.Piece.in(arena));
        }
    }

    private int control(int operation, int fd, int interests, long data, CallBuffers.Piece memory) {
        MemorySegment event = memory.address();
        event.set(JAVA_INT_UNALIGNED, 0, interests);
        event.set(JAVA_LONG_UNALIGNED, Abi.EPOLL_EVENT_DATA, data);
        return Libc.epollCtl(memory.errno, epoll, operation, fd, event);
    }

    /// Takes out a socket that is registered, and whose fd nobody closes meanwhile.
    public void remove(EventReceiver source, int fd) {
        int result = control(Abi.EPOLL_CTL_DEL, fd, 0, 0);
        if (result < 0) {
            throw new AssertionError("EPOLL_CTL_DEL needs no resources: "
                    + Errno.of("epoll", -result).getMessage());
        }
        forget(source);
    }

    /// Frees the slot of a socket whose fd is about to be closed; close(2) removes it from the interest list
    /// (epoll(7)).
    public void forget(EventReceiver source) {
        slots.giveBack(source.slot);
    }

    /// Delivers the events that are there now, or some of them; returns how many.
    public int poll() {
        return ring == null ? pollEpoll() : round(ring, false);
    }

    private int pollEpoll() {
        return dispatch(Libc.epollWaitNow(errno, epoll, events, EVENTS));
    }

    /// Blocks until there is an event; otherwise as [#poll].
    int pollBlocking() {
        return ring == null ? dispatch(Libc.epollWaitBlocking(errno, epoll, events, EVENTS)) : round(ring, true);
    }

    /// Delivers what epoll has, to the last event: the ring tells of those that come, and not of those that are left.
    private int round(LoopRing ring, boolean wait) {
        if (!ring.round(wait)) {
            return 0;
        }
        int total = 0;
        int count;
        do {
            count = pollEpoll();
            total += count;
        } while (count == EVENTS);
        return total;
    }

    private int dispatch(int count) {
        if (count < 0) {
            throw new AssertionError(
                    "epoll_wait failed: " + Errno.of("epoll", -count).getMessage());
        }
        for (int i = 0; i < count; i++) {
            long at = (long) i * Abi.EPOLL_EVENT_SIZE;
            long data = events.get(JAVA_LONG_UNALIGNED, at + Abi.EPOLL_EVENT_DATA);
            if (data != -1) {
                deliver(events.get(JAVA_INT_UNALIGNED, at), (int) data, (int) (data >>> 32));
            }
        }
        return count;
    }

    private void deliver(int mask, int slot, int generation) {
        EventReceiver source = slots.get(slot);
        if (source != null && source.generation == generation) {
            source.event(mask);
        }
    }
}
