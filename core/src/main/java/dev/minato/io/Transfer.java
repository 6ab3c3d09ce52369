package dev.minato.io;

import dev.minato.error.NetException;
import dev.minato.net.ByteSink;
import dev.minato.net.ByteSource;
import dev.minato.net.handle.Arrivals;
import dev.minato.net.handle.Splice;
import dev.minato.platform.TryPipe;
import dev.minato.platform.wait.Outcome;
import dev.minato.pool.BufferPool;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Bytes on their way from a source to a sink: in a buffer, or, between two sockets that have much to say, in
/// a pipe of the kernel.
///
/// ```
///              so many bytes came at once, without a wait
///    COPYING ──────────────────────────────────────────▶ SPLICING
///       ▲                                                   │
///       └──── fewer came since the last wait, or refused ───┘
/// ```
///
/// A pipe costs more system time than a copy of few bytes: measured over loopback, a round trip of 16 KiB
/// through a proxy takes 1.06 times the CPU, and one of 64 KiB 0.71 times.
///
/// The buffer is the pool's, so that it was just used and is in the processor's cache: a wait for a socket to
/// have something holds none.
///
/// For one thread, which closes it.
final class Transfer implements AutoCloseable {
    /// So many bytes at once are spliced.
    private static final int MANY = 64 * 1024;

    /// In place of a buffer, while none is held.
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final ByteSource from;
    private final ByteSink to;

    /// Empty where bytes have to be copied.
    private final Optional<Splice> splice;

    /// Empty where a read holds its buffer while it waits.
    private final Optional<Arrivals> arrivals;

    private final int bufferSize;
    private ByteBuffer buffer = NONE;
    private boolean splicing;

    /// Whether the last read filled the buffer, so that there may be more.
    private boolean filled;

    /// How many bytes came without a wait in between.
    private int run;

    Transfer(ByteSource from, ByteSink to, int bufferSize) {
        this.from = from;
        this.to = to;
        this.splice = Splice.between(from, to);
        this.arrivals = Arrivals.at(from);
        this.bufferSize = bufferSize;
    }

    /// Whether something was read and not written.
    boolean isHolding() {
        return buffer.hasRemaining() || held() > 0;
    }

    private int held() {
        return splice.isEmpty() ? 0 : splice.get().held();
    }

    /// Reads some bytes, as [ByteSource#read] does, once nothing is held: at most `max`; -1 at the end.
    int read(long max) throws NetException {
        int count = splicing ? spliced(max) : Splice.REFUSED;
        return count == Splice.REFUSED ? copied(max) : count;
    }

    private int spliced(long max) throws NetException {
        // A half that was closed has a stream that is open.
        if (!from.isOpen() || !to.isOpen()) {
            return stopSplicing();
        }
        giveEmptyBuffer();
        Splice pipe = splice.orElseThrow();
        int most = (int) Math.min(max, TryPipe.MAX_FILL);
        int count = pipe.tryFill(most);
        if (count == 0 && run >= MANY) {
            run = 0;
            count = pipe.fill(most);
        }
        if (count == Splice.REFUSED) {
            splicing = false;
            return count;
        }
        if (count == 0) {
            return stopSplicing();
        }
        addToRun(count);
        return count;
    }

    private int stopSplicing() {
        splicing = false;
        filled = false;
        run = 0;
        return Splice.REFUSED;
    }

    private int copied(long max) throws NetException {
        if (!filled) {
            run = 0;
        }
        int room = (int) Math.min(max, size());
        int count = arrivals.isPresent() && from.isOpen() ? readArrived(arrivals.get(), room) : read(room);
        filled = splice.isPresent() && count == room;
        addToRun(count);
        // The last part of so many need not fill the buffer.
        splicing = filled && run > MANY - Math.min(bufferSize, Copy.BUFFER_SIZE);
        return count;
    }

    /// Reads as the source does, but holds no buffer while it waits.
    private int readArrived(Arrivals source, int room) throws NetException {
        int count = 0;
        if (source.mayBeThere()) {
            count = tryRead(room);
        } else {
            giveEmptyBuffer();
        }
        while (count == 0) {
            run = 0;
            Outcome outcome = source.await();
            count = tryRead(room);
            if (count == 0) {
                source.check(outcome);
            }
        }
        return count;
    }

    /// How large a buffer is to be: what the kernel was to move by a pipe, and refused, does not come in small
    /// pieces instead.
    private int size() {
        return run == MANY && bufferSize == Copy.BUFFER_SIZE ? BufferPool.HUGE : bufferSize;
    }

    /// Holds the buffer on only if something came.
    private int tryRead(int room) throws NetException {
        takeBuffer(room).limit(room);
        try {
            return from.tryRead(buffer);
        } finally {
            buffer.flip();
            giveEmptyBuffer();
        }
    }

    private int read(int room) throws NetException {
        takeBuffer(room).limit(room);
        try {
            return from.read(buffer);
        } finally {
            buffer.flip();
        }
    }

    /// Returns the buffer, with that room.
    private ByteBuffer takeBuffer(int room) {
        if (buffer.capacity() < room) {
            giveEmptyBuffer();
            buffer = BufferPool.INPUT.allocate(Math.max(room, bufferSize));
        }
        return buffer.clear();
    }

    /// Gives the buffer back unless something is in it. One that the pool has no room for is kept: as garbage
    /// it would have to be made again.
    private void giveEmptyBuffer() {
        if (buffer.capacity() > 0 && !buffer.hasRemaining() && BufferPool.INPUT.release(buffer)) {
            buffer = NONE;
        }
    }

    private void addToRun(int count) {
        run = Math.min(MANY, run + Math.max(0, count));
    }

    /// Writes some of what is held, as [ByteSink#write] does: how many bytes.
    int write() throws NetException {
        if (!buffer.hasRemaining()) {
            int count = splice.orElseThrow().drain();
            if (count != Splice.REFUSED) {
                return count;
            }
            takeBack();
        }
        return to.write(buffer);
    }

    /// Reads some of what the pipe holds into the buffer.
    private void takeBack() throws NetException {
        takeBuffer(bufferSize).limit(bufferSize);
        try {
            int _ = splice.orElseThrow().takeBack(buffer);
        } finally {
            buffer.flip();
        }
    }

    /// The bytes that were read and not written, after a failure: a part of them, and the next part when it
    /// was taken; nothing remains in it when that is all.
    ByteBuffer unwritten() throws NetException {
        if (!buffer.hasRemaining() && held() > 0) {
            takeBack();
        }
        return buffer;
    }

    @Override
    public void close() {
        splice.ifPresent(Splice::close);
        buffer.position(buffer.limit());
        giveEmptyBuffer();
        buffer = NONE;
    }
}
