package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.minato.error.NetException;
import dev.minato.platform.TryPipe;
import dev.minato.platform.TryStream;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.FileCalls;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.linux.sys.RefCountedFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A pipe between two sockets: splice(2) into it, and out of it.
///
/// An end of the stream, a reset and readiness are those of [LinuxStream]: each try here is one of its tries.
final class LinuxPipe implements TryPipe {
    /// Itself, so that taking it allocates nothing.
    final Optional<TryPipe> taken = Optional.of(this);

    private final PipePool pool;
    private final MemorySegment errno;
    private final int readEnd;
    private final int writeEnd;
    private int held;

    private LinuxPipe(PipePool pool, MemorySegment errno, int readEnd, int writeEnd) {
        this.pool = pool;
        this.errno = errno;
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    /// Opens one; empty if the kernel has none (pipe(2)).
    static Optional<LinuxPipe> open(PipePool pool) {
        MemorySegment memory = Arena.ofAuto().allocate(JAVA_INT, 3);
        if (FileCalls.pipe2(memory, memory.asSlice(4), Abi.O_NONBLOCK | Abi.O_CLOEXEC) < 0) {
            return Optional.empty();
        }
        return Optional.of(new LinuxPipe(pool, memory, memory.getAtIndex(JAVA_INT, 1), memory.getAtIndex(JAVA_INT, 2)));
    }

    /// Urgent data stops splice(2) for good at its mark, and a recv(2) goes on behind it (tcp(7)): so a
    /// stream that ever had some is copied, and its readiness is left as it is.
    @Override
    public int tryFill(TryStream<?> from, int max) throws NetException {
        var stream = (LinuxStream<?>) from;
        if (stream.hasEnded()) {
            return stream.withoutReading(max, "read");
        }
        if (stream.fd.registration.hadUrgentData()) {
            return REFUSED;
        }
        long count = fill(stream, Math.min(max, MAX_FILL));
        if (count == 0) {
            return stream.end.reached("read");
        }
        held = (int) Math.max(0, count);
        return count == REFUSED ? REFUSED : held;
    }

    /// One try: how many bytes, 0 at the end, EAGAIN's, or REFUSED. A short count does not say that the
    /// socket is empty: a pipe may be full of small pieces.
    private long fill(LinuxStream<?> stream, int length) throws NetException {
        long tick = stream.readable.tick();
        boolean drained = false;
        long claim = RefCountedFd.REFUSED;
        try {
            claim = stream.fd.calls.begin(RefCountedFd.READING, "read");
            long result = stream.fd.io.spliceTo(claim, writeEnd, length);
            if (Errno.isRefusal(result)) {
                return REFUSED;
            }
            long count = LinuxSocket.check(result, "read");
            drained = count == LinuxSocket.NOT_NOW;
            return count;
        } catch (NetException e) {
            throw stream.end.note(e);
        } finally {
            stream.fd.calls.end(claim);
            stream.readable.endTry(tick, drained);
        }
    }

    @Override
    public int tryDrain(TryStream<?> to) throws NetException {
        var stream = (LinuxStream<?>) to;
        long count = stream.sender.sendBy(claim -> stream.fd.io.spliceFrom(claim, readEnd, held));
        if (count == REFUSED) {
            return REFUSED;
        }
        int drained = (int) Math.max(0, count);
        held -= drained;
        return drained;
    }

    @Override
    public int tryRead(ByteBuffer into) throws NetException {
        int length = Math.min(into.remaining(), held);
        if (length == 0) {
            return 0;
        }
        try (var arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(length);
            long count = FileCalls.read(errno, readEnd, bytes, length);
            if (count < 0) {
                throw Errno.of("read", (int) -count);
            }
            into.put(bytes.asSlice(0, count).asByteBuffer());
            held -= (int) count;
            return (int) count;
        }
    }

    @Override
    public int held() {
        return held;
    }

    @Override
    public void close() {
        pool.giveBack(this);
    }

    /// Closes the two descriptors.
    void closeEnds() {
        Libc.close(errno, writeEnd);
        Libc.close(errno, readEnd);
    }
}
