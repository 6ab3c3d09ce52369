package dev.minato.net;

import dev.minato.error.NetException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// A sink of bytes: the writing side of a [ByteStream], or a [WriteHalf] alone. What only writes takes a sink.
///
/// **After a timeout or an interrupt** of [#write] nothing is lost and the sink can be used on; an interrupt
/// leaves the thread's flag set. **Threads**: what two write at the same time is mixed in no order that can be
/// relied on.
///
/// Kinds that any call may fail with: `CONNECTION_RESET`, `BROKEN_PIPE`, `TIMED_OUT`, `INTERRUPTED`, `CLOSED`
/// (also when another thread closes during the call; deliberately not `ClosedChannelException`), `WOULD_BLOCK`
/// (in non-blocking mode).
public interface ByteSink extends GatheringByteChannel {
    /// Writes some bytes from the buffer's position, waiting until the kernel takes any.
    ///
    /// @return how many, at least 1; 0 if the buffer is empty. Written means taken by the kernel, not received
    ///     by the peer
    @Override
    int write(ByteBuffer buffer) throws NetException;

    /// Writes what the kernel takes now, without waiting: 0 for nothing now (or an empty buffer).
    int tryWrite(ByteBuffer buffer) throws NetException;

    /// Writes some bytes from `length` of the buffers from `offset` on, one after the other, waiting until the
    /// kernel takes any.
    ///
    /// @return how many, at least 1; 0 if all of the buffers are empty
    /// @throws IndexOutOfBoundsException if the range is not in the array
    @Override
    default long write(ByteBuffer[] buffers, int offset, int length) throws NetException {
        BufferRange.check(buffers, offset, length);
        for (int i = offset; i < offset + length; i++) {
            if (buffers[i].hasRemaining()) {
                return write(buffers[i]);
            }
        }
        return 0;
    }

    /// Writes some bytes from the buffers; as [#write(ByteBuffer\[\], int, int)].
    @Override
    default long write(ByteBuffer[] buffers) throws NetException {
        Objects.requireNonNull(buffers, "buffers");
        return write(buffers, 0, buffers.length);
    }

    /// Writes all that remains in the buffers, in their order, with few syscalls. When it fails, the positions
    /// say how much was written.
    default void writeAll(ByteBuffer[] buffers) throws NetException {
        Objects.requireNonNull(buffers, "buffers");
        BufferRange.check(buffers, 0, buffers.length);
        int first = 0;
        while (first < buffers.length) {
            if (buffers[first].hasRemaining()) {
                write(buffers, first, buffers.length - first);
            } else {
                first++;
            }
        }
    }

    /// Writes all that remains in the buffer. When it fails, the buffer's position says how much was written.
    default void writeAll(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        while (buffer.hasRemaining()) {
            write(buffer);
        }
    }

    /// Writes the whole array. A failed call does not say how much was written.
    default void writeAll(byte[] bytes) throws NetException {
        Objects.requireNonNull(bytes, "bytes");
        writeAll(ByteBuffer.wrap(bytes));
    }

    /// Blocks until a write may succeed, or fail; the write timeout applies, also in non-blocking mode.
    void awaitWritable() throws NetException;

    /// As [#awaitWritable()], for at most `timeout` in place of the write timeout: `TIMED_OUT`. A `timeout` of
    /// zero or less has passed: the call looks once.
    void awaitWritable(Duration timeout) throws NetException;

    /// The sink as an `OutputStream`, unbuffered. Closing it closes the sink. The same failures.
    default OutputStream outputStream() {
        return new SinkOutputStream(this);
    }

    /// The other end as the failures of writes name it, its address as text; empty if they name none, which is
    /// the default. For what writes through the sink and has failures of its own.
    default Optional<String> peerName() {
        return Optional.empty();
    }

    /// Whether it is open; says nothing about the peer.
    @Override
    boolean isOpen();

    /// Closes it. Calls that wait in it end with `CLOSED`. No-op if closed; an interrupt is not heeded.
    @Override
    void close() throws NetException;
}
