package dev.minato.platform.memory;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.UserMemory;
import dev.minato.platform.Vectors;
import dev.minato.platform.wait.Parker;
import java.nio.ByteBuffer;

/// One direction of a connection in memory: a bounded queue of bytes with a writing and a reading side.
///
/// ```
///  writing side:   OPEN ──shutDownWriting()──▶ SHUT_DOWN ─┐
///                    └───────────────closeWriting()───────┴──▶ CLOSED     readers: the rest, then the end
///
///  reading side:   OPEN ──shutDownReading()──▶ SHUT_DOWN ─┐
///                    └───────────────closeReading()───────┴──▶ CLOSED     writers: BROKEN_PIPE
///
///  reset           the end that readers and writers are told of is CONNECTION_RESET instead
/// ```
///
/// A shutdown of reading drops nothing and tells the writing side nothing, as with TCP: it may go on until
/// there is no more room. All calls may come from any thread; the lock is held for the copying of bytes, and
/// across no wait or wakeup. The sides' readiness is read without it.
final class MemoryPipe {
    /// The most that one call copies with the lock held: about 50 µs.
    private static final int MAX_SIZE = 512 * 1024;

    private enum Side {
        OPEN,
        SHUT_DOWN,
        CLOSED
    }

    final ReadinessState readers;
    final ReadinessState writers;
    private final int capacity;

    // Written with the lock held.
    private final RingBuffer ring;
    private volatile int available;
    private volatile Side writing = Side.OPEN;
    private volatile Side reading = Side.OPEN;
    private boolean resetByWriter;
    private boolean resetByReader;

    MemoryPipe(Parker parker, int capacity) {
        this.capacity = capacity;
        this.ring = new RingBuffer(capacity);
        this.readers = new ReadinessState(parker, this::isReadable);
        this.writers = new ReadinessState(parker, this::isWritable);
    }

    int capacity() {
        return capacity;
    }

    private boolean isReadable() {
        return available > 0 || writing != Side.OPEN || reading != Side.OPEN;
    }

    private boolean isWritable() {
        return available < capacity || writing != Side.OPEN || reading == Side.CLOSED;
    }

    /// As [TryStream#tryRead][dev.minato.platform.TryStream#tryRead].
    int read(ByteBuffer buffer) throws NetException {
        UserMemory.checkRoom(buffer, "read");
        int count = 0;
        try {
            count = take(buffer);
            return count;
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("read", e);
        } finally {
            afterRead(count);
        }
    }

    private synchronized int take(ByteBuffer buffer) throws NetException {
        int ready = toRead(buffer.hasRemaining(), "read");
        return ready <= 0 ? ready : take(buffer, MAX_SIZE);
    }

    /// As [TryStream#tryRead][dev.minato.platform.TryStream#tryRead] into several buffers.
    int read(ByteBuffer[] buffers, int offset, int length) throws NetException {
        for (int i = offset; i < offset + length; i++) {
            UserMemory.checkRoom(buffers[i], "read");
        }
        int count = 0;
        try {
            count = take(buffers, offset, length);
            return count;
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("read", e);
        } finally {
            afterRead(count);
        }
    }

    private synchronized int take(ByteBuffer[] buffers, int offset, int length) throws NetException {
        int ready = toRead(Vectors.anyRemaining(buffers, offset, length), "read");
        if (ready <= 0) {
            return ready;
        }
        int total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += take(buffers[i], MAX_SIZE - total);
        }
        return total;
    }

    private int take(ByteBuffer buffer, int most) {
        try {
            return ring.take(buffer, most);
        } finally {
            available = ring.size();
        }
    }

    private void afterRead(int count) {
        if (count > 0) {
            writers.event();
        }
        readers.passWakeup();
    }

    /// As [TryStream#tryPeek][dev.minato.platform.TryStream#tryPeek].
    int peek(ByteBuffer buffer) throws NetException {
        UserMemory.checkRoom(buffer, "peek");
        try {
            return copy(buffer);
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("peek", e);
        } finally {
            readers.passWakeup();
        }
    }

    private synchronized int copy(ByteBuffer buffer) throws NetException {
        int ready = toRead(buffer.hasRemaining(), "peek");
        return ready <= 0 ? ready : ring.copy(buffer, MAX_SIZE);
    }

    /// Returns how much there is to read: 0 for nothing now, or for no room; -1 at the end.
    private int toRead(boolean hasRoom, String operation) throws NetException {
        if (reading == Side.CLOSED) {
            throw NetException.of(ErrorKind.CLOSED, operation);
        }
        if (!hasRoom) {
            return 0;
        }
        if (reading == Side.SHUT_DOWN) {
            return -1;
        }
        if (available > 0 || writing == Side.OPEN) {
            return available;
        }
        if (resetByWriter) {
            throw NetException.of(ErrorKind.CONNECTION_RESET, operation);
        }
        return -1;
    }

    /// As [TryStream#tryWrite][dev.minato.platform.TryStream#tryWrite].
    int write(ByteBuffer buffer) throws NetException {
        UserMemory.checkBytes(buffer, "write");
        int count = 0;
        try {
            count = put(buffer);
            return count;
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("write", e);
        } finally {
            afterWrite(count);
        }
    }

    private synchronized int put(ByteBuffer buffer) throws NetException {
        checkWriting(buffer.hasRemaining());
        return put(buffer, MAX_SIZE);
    }

    /// As [TryStream#tryWrite][dev.minato.platform.TryStream#tryWrite] from several buffers.
    int write(ByteBuffer[] buffers, int offset, int length) throws NetException {
        for (int i = offset; i < offset + length; i++) {
            UserMemory.checkBytes(buffers[i], "write");
        }
        int count = 0;
        try {
            count = put(buffers, offset, length);
            return count;
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("write", e);
        } finally {
            afterWrite(count);
        }
    }

    private synchronized int put(ByteBuffer[] buffers, int offset, int length) throws NetException {
        checkWriting(Vectors.anyRemaining(buffers, offset, length));
        int total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += put(buffers[i], MAX_SIZE - total);
        }
        return total;
    }

    private int put(ByteBuffer buffer, int most) {
        try {
            return ring.put(buffer, most);
        } finally {
            available = ring.size();
        }
    }

    private void afterWrite(int count) {
        if (count > 0) {
            readers.event();
        }
        writers.passWakeup();
    }

    private void checkWriting(boolean hasBytes) throws NetException {
        if (writing == Side.CLOSED) {
            throw NetException.of(ErrorKind.CLOSED, "write");
        }
        if (!hasBytes) {
            return;
        }
        if (writing == Side.SHUT_DOWN) {
            throw NetException.of(ErrorKind.BROKEN_PIPE, "write");
        }
        if (reading == Side.CLOSED) {
            throw NetException.of(resetByReader ? ErrorKind.CONNECTION_RESET : ErrorKind.BROKEN_PIPE, "write");
        }
    }

    /// Ends writing: readers get the rest and then the end. No-op if it has ended.
    void shutDownWriting() throws NetException {
        synchronized (this) {
            if (writing == Side.CLOSED) {
                throw NetException.of(ErrorKind.CLOSED, "shutdown");
            }
            writing = Side.SHUT_DOWN;
        }
        wakeAll();
    }

    /// Ends reading: reads say -1 from now on. No-op if it has ended.
    void shutDownReading() throws NetException {
        synchronized (this) {
            if (reading == Side.CLOSED) {
                throw NetException.of(ErrorKind.CLOSED, "shutdown");
            }
            reading = Side.SHUT_DOWN;
        }
        wakeAll();
    }

    /// Whether readers have been told, or will be, that all was written.
    boolean isWritingOver() {
        return writing != Side.OPEN;
    }

    /// Closes the writing side: readers get the rest, and then the end or, if `reset`, CONNECTION_RESET. An end
    /// that they were told of stays the end.
    void closeWriting(boolean reset) {
        synchronized (this) {
            resetByWriter = reset && writing == Side.OPEN;
            writing = Side.CLOSED;
        }
        writers.close();
        readers.wakeAll();
    }

    /// Closes the reading side, and drops what was not read. Returns whether that resets the connection: so if
    /// there was something, as TCP does (RFC 2525, section 2.17), or if `reset`.
    ///
    /// @param told whether the writing side is told of a reset; else it is a broken pipe
    boolean closeReading(boolean reset, boolean told) {
        boolean resets;
        synchronized (this) {
            resets = reset || available > 0;
            resetByReader = resets && told;
            reading = Side.CLOSED;
            ring.clear();
            available = 0;
        }
        readers.close();
        writers.wakeAll();
        return resets;
    }

    private void wakeAll() {
        readers.wakeAll();
        writers.wakeAll();
    }
}
