package dev.minato.io;

import dev.minato.buffer.GrowingBuffer;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteSink;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/// A buffered writer to a sink: small writes go out together.
///
/// {@snippet file="dev/minato/examples/io/LineReader.java" region="writer"}
///
/// What is written goes out when the buffer is full, on [#flush], and on [#close]; **nothing else sends it**,
/// not even a read on the same stream, so whoever asks and waits for the answer flushes in between.
///
/// **After a timeout, an interrupt or any other failure of the stream nothing is lost or sent twice**: what
/// was not sent yet stays in the buffer, and the next flush, write or close goes on where this one stopped.
///
/// **Memory**: one buffer of the capacity, allocated at the first write. Writing allocates nothing in steady
/// state.
///
/// **Kinds** that any call may fail with are those of [ByteSink#write], where it sends; the stream's write
/// timeout applies. Every failure names the sink's peer, as those of the sink do. For one thread at a time;
/// another may read from the stream meanwhile. Follows `std::io::BufWriter`; unlike it, closing reports that
/// the last bytes could not be sent.
public final class BufferedSink implements AutoCloseable {
    /// The capacity unless another is asked for: 8 KiB.
    public static final int DEFAULT_CAPACITY = 8 * 1024;

    private static final long LAST_FLUSH_NANOS = 1_000_000_000;

    private final ByteSink sink;
    private final int capacity;
    private final GrowingBuffer buffer;
    private boolean handedBack;

    /// The sink, and what was written and not sent.
    ///
    /// @param sink where the rest belongs
    /// @param unsent what has to be sent first, from its position to its limit
    public record Parts(ByteSink sink, ByteBuffer unsent) {
        /// Both of them.
        public Parts {
            Objects.requireNonNull(sink, "sink");
            Objects.requireNonNull(unsent, "unsent");
        }
    }

    private BufferedSink(ByteSink sink, int capacity) {
        this.sink = sink;
        this.capacity = capacity;
        this.buffer = new GrowingBuffer(capacity, capacity);
    }

    /// A writer to `sink`, to which nothing else should write meanwhile: a stream, or the writing half of one.
    public static BufferedSink of(ByteSink sink) {
        return of(sink, DEFAULT_CAPACITY);
    }

    /// A writer with a buffer of `capacity` bytes.
    ///
    /// @throws IllegalArgumentException if the capacity is less than 8
    public static BufferedSink of(ByteSink sink, int capacity) {
        Objects.requireNonNull(sink, "sink");
        if (capacity < Long.BYTES) {
            throw new IllegalArgumentException("capacity must be at least 8, not " + capacity);
        }
        return new BufferedSink(sink, capacity);
    }

    /// How many bytes are written and not sent.
    public int unsent() {
        return buffer.count();
    }

    /// Takes some bytes. What does not fit has the buffer sent first; what is no smaller than the capacity
    /// then goes straight to the stream, which may take less than all.
    ///
    /// @return how many, at least 1; 0 if `bytes` is empty. After a failure none was taken
    public int write(ByteBuffer bytes) throws NetException {
        Objects.requireNonNull(bytes, "bytes");
        checkOpen();
        int count = bytes.remaining();
        if (count >= capacity) {
            flush();
            return sink.write(bytes);
        }
        int index = room(count);
        buffer.content().put(index, bytes, bytes.position(), count);
        bytes.position(bytes.limit());
        return count;
    }

    /// Takes all that remains in `bytes`. When it fails, the position of `bytes` says how much was taken: call
    /// it again with the same buffer.
    public void writeAll(ByteBuffer bytes) throws NetException {
        Objects.requireNonNull(bytes, "bytes");
        do {
            write(bytes);
        } while (bytes.hasRemaining());
    }

    /// Takes the whole array. When it fails, nothing of an array that is smaller than the capacity was taken;
    /// of a larger one it does not say how much, which [#writeAll(ByteBuffer)] does.
    public void writeAll(byte[] bytes) throws NetException {
        Objects.requireNonNull(bytes, "bytes");
        writeAll(ByteBuffer.wrap(bytes));
    }

    /// Writes the lowest 8 bits, so both `-1` and `255` give the byte `0xff`.
    ///
    /// As with all numbers: a failure means that the buffer had to be sent first and could not be, and nothing
    /// of the number was taken.
    public void writeByte(int value) throws NetException {
        int index = room(Byte.BYTES);
        buffer.content().put(index, (byte) value);
    }

    /// Writes the lowest 16 bits, with or without a sign; as [#writeByte].
    public void writeShort(int value, ByteOrder order) throws NetException {
        Objects.requireNonNull(order, "order");
        int index = room(Short.BYTES);
        buffer.content().order(order).putShort(index, (short) value);
    }

    /// Writes 32 bits, with or without a sign; as [#writeByte].
    public void writeInt(int value, ByteOrder order) throws NetException {
        Objects.requireNonNull(order, "order");
        int index = room(Integer.BYTES);
        buffer.content().order(order).putInt(index, value);
    }

    /// Writes 64 bits, with or without a sign; as [#writeByte].
    public void writeLong(long value, ByteOrder order) throws NetException {
        Objects.requireNonNull(order, "order");
        int index = room(Long.BYTES);
        buffer.content().order(order).putLong(index, value);
    }

    /// Writes a number of IEEE 754 in 4 bytes; as [#writeByte].
    public void writeFloat(float value, ByteOrder order) throws NetException {
        Objects.requireNonNull(order, "order");
        int index = room(Float.BYTES);
        buffer.content().order(order).putFloat(index, value);
    }

    /// Writes a number of IEEE 754 in 8 bytes; as [#writeByte].
    public void writeDouble(double value, ByteOrder order) throws NetException {
        Objects.requireNonNull(order, "order");
        int index = room(Double.BYTES);
        buffer.content().order(order).putDouble(index, value);
    }

    /// Sends what was written, and blocks until the kernel has taken it. After a failure what is left can be
    /// flushed again, and nothing is sent twice.
    public void flush() throws NetException {
        if (!buffer.isEmpty()) {
            sink.writeAll(buffer.content());
        }
    }

    /// The sink underneath. What is not sent yet has not reached it.
    public ByteSink sink() {
        return sink;
    }

    /// Ends this writer without closing the sink or sending anything, and hands back all it has. Later calls
    /// that write fail with `CLOSED`.
    public Parts intoParts() {
        handedBack = true;
        return new Parts(sink, buffer.takeAll());
    }

    /// Sends what was written, for at most a second, and closes the sink, also if that fails; the failure is
    /// thrown, and what was not sent is dropped. No-op if closed, or if the sink was handed back.
    ///
    /// Less than a second if the stream has a shorter write timeout or the scope a deadline; of an interrupted
    /// thread it sends only what need not wait.
    @Override
    public void close() throws NetException {
        if (handedBack) {
            return;
        }
        try (sink) {
            if (!buffer.isEmpty()) {
                lastFlush();
            }
        } finally {
            var _ = buffer.takeAll();
        }
    }

    private void lastFlush() throws NetException {
        Scope scope = Scope.current();
        long latest = Deadline.after(scope.platform().parker().now(), LAST_FLUSH_NANOS);
        scope.until(latest).run(this::flush);
    }

    /// Makes the unsent bytes longer by `count`, at most the capacity, and returns the index of the first one.
    private int room(int count) throws NetException {
        checkOpen();
        if (buffer.count() + count > capacity) {
            flush();
        }
        buffer.makeRoom(count, capacity);
        return buffer.extend(count);
    }

    /// Bytes that could never be sent are not taken in.
    private void checkOpen() throws NetException {
        if (handedBack || !sink.isOpen()) {
            var failure = NetException.builder(ErrorKind.CLOSED, "write");
            sink.peerName().ifPresent(failure::address);
            throw failure.build();
        }
    }
}
