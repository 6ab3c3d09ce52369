package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// A source of bytes: the reading side of a [ByteStream], or a [ReadHalf] alone. What only reads takes a
/// source.
///
/// It has no messages: one read may return half of what the peer wrote at once, or two writes together.
///
/// **End of stream** is -1, as everywhere in Java; 0 only ever means that the buffer had no room. **After a
/// timeout or an interrupt** of [#read] nothing is lost and the source can be used on; an interrupt leaves the
/// thread's flag set. **Threads**: two that read at the same time get different bytes, in no order that can be
/// relied on.
///
/// Kinds that any call may fail with: `CONNECTION_RESET` (sticky), `TIMED_OUT`, `INTERRUPTED`, `CLOSED` (also
/// when another thread closes during the call; deliberately not `ClosedChannelException`), `WOULD_BLOCK` (in
/// non-blocking mode).
public interface ByteSource extends ScatteringByteChannel {
    /// Reads some bytes into the buffer, from its position, waiting until there are any.
    ///
    /// @return how many, at least 1; 0 if the buffer has no room; -1 at the end of the stream, and each time
    ///     after it
    @Override
    int read(ByteBuffer buffer) throws NetException;

    /// Reads some bytes, waiting until there are any.
    ///
    /// @return how many, at least 1; 0 if `length` is 0; -1 at the end of the stream
    /// @throws IndexOutOfBoundsException if the range is not in the array
    default int read(byte[] bytes, int offset, int length) throws NetException {
        Objects.checkFromIndexSize(offset, length, Objects.requireNonNull(bytes, "bytes").length);
        return read(ByteBuffer.wrap(bytes, offset, length));
    }

    /// Reads some bytes into the array; as [#read(byte[], int, int)].
    default int read(byte[] bytes) throws NetException {
        Objects.requireNonNull(bytes, "bytes");
        return read(bytes, 0, bytes.length);
    }

    /// Reads what is there, without waiting: 0 for nothing now (or no room), -1 at the end of the stream.
    int tryRead(ByteBuffer buffer) throws NetException;

    /// Reads some bytes into `length` of the buffers from `offset` on, filling one after the other, waiting
    /// until there are any.
    ///
    /// It may leave room though there is more to read.
    ///
    /// @return how many, at least 1; 0 if none of the buffers has room; -1 at the end of the stream
    /// @throws IndexOutOfBoundsException if the range is not in the array
    @Override
    default long read(ByteBuffer[] buffers, int offset, int length) throws NetException {
        BufferRange.check(buffers, offset, length);
        for (int i = offset; i < offset + length; i++) {
            if (buffers[i].hasRemaining()) {
                return read(buffers[i]);
            }
        }
        return 0;
    }

    /// Reads some bytes into the buffers; as [#read(ByteBuffer\[\], int, int)].
    @Override
    default long read(ByteBuffer[] buffers) throws NetException {
        Objects.requireNonNull(buffers, "buffers");
        return read(buffers, 0, buffers.length);
    }

    /// Reads as [#read(ByteBuffer)] does and takes nothing away: the next read or peek, through any clone,
    /// sees the same bytes.
    ///
    /// Peeking again with more room shows more, if there is more; a platform may show no more than some
    /// kilobytes. A reader on another thread may take what was just seen. `UNSUPPORTED` by a source that
    /// cannot.
    ///
    /// {@snippet file="dev/minato/examples/tcp/Sniff.java" region="peek"}
    ///
    /// @return how many bytes, at least 1; 0 if the buffer has no room; -1 at the end of the stream
    default int peek(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        throw NetException.of(ErrorKind.UNSUPPORTED, "peek");
    }

    /// Peeks at what is there, without waiting: 0 for nothing now (or no room), -1 at the end of the stream.
    default int tryPeek(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        throw NetException.of(ErrorKind.UNSUPPORTED, "peek");
    }

    /// Fills the buffer. When it fails, the buffer's position says how much was read.
    ///
    /// `UNEXPECTED_EOF` if the stream ends before; what had come is in the buffer.
    default void readExact(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        ReadLoops.exactly(this, buffer);
    }

    /// Fills the array. **A failed call loses** what it had read: it does not say how much that was.
    default void readExact(byte[] bytes) throws NetException {
        Objects.requireNonNull(bytes, "bytes");
        readExact(ByteBuffer.wrap(bytes));
    }

    /// Reads to the end of the stream, at most `limit` bytes.
    ///
    /// `MESSAGE_TOO_LONG` as soon as there are more. **A failed call loses** what it had read: where a peer may
    /// reset the connection or a timeout is set, and what had come is wanted all the same, read into a buffer.
    /// Memory grows with what comes, up to the limit.
    ///
    /// @throws IllegalArgumentException if `limit` is negative
    default byte[] readToEnd(int limit) throws NetException {
        return ReadLoops.toEnd(this, limit);
    }

    /// Reads to the end of the stream, as much as the buffer has room for. **When it fails, nothing is lost**:
    /// what had come is in the buffer, whose position says how much that is, and after a timeout or an
    /// interrupt the call can be made again and goes on.
    ///
    /// `MESSAGE_TOO_LONG` as soon as there is more than fits, which stays in the stream. The end may be told
    /// while the buffer is full.
    ///
    /// @return how many bytes this call has read; 0 if the stream was at its end
    default int readToEnd(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return ReadLoops.toEnd(this, buffer);
    }

    /// Reads UTF-8 text to the end of the stream, at most `limit` bytes.
    ///
    /// `INVALID_DATA` if it is not UTF-8; otherwise as [#readToEnd(int)].
    default String readToString(int limit) throws NetException {
        return ReadLoops.text(this, limit);
    }

    /// Blocks until a read may succeed, or report the end or a failure, without holding a buffer meanwhile.
    ///
    /// The read timeout applies, also in non-blocking mode. A read after it may still find nothing, and waits
    /// again.
    void awaitReadable() throws NetException;

    /// As [#awaitReadable()], for at most `timeout` in place of the read timeout: `TIMED_OUT`. A `timeout` of
    /// zero or less has passed: the call looks once.
    void awaitReadable(Duration timeout) throws NetException;

    /// What to wait for beside other things until a read may succeed, or report the end or a failure: one thread
    /// waits so for the source or a channel, for instance. Empty by a source that can only be waited for alone,
    /// which is the default.
    ///
    /// Readiness is that of the stream underneath, so try to read first: what was read ahead is not in there
    /// any more.
    default Optional<Readiness> readiness() {
        return Optional.empty();
    }

    /// The bound on each wait of a read; empty for none, which is the default. For what waits in place of a read.
    default Optional<Duration> readTimeout() {
        return Optional.empty();
    }

    /// The source as an `InputStream`, for code that takes one. Closing it closes the source. The same
    /// failures.
    ///
    /// `available()` is always 0, the honest answer to "how much without waiting" that is known without asking
    /// the kernel.
    default InputStream inputStream() {
        return new SourceInputStream(this);
    }

    /// The other end as the failures of reads name it, its address as text; empty if they name none, which is
    /// the default. For what reads through the source and has failures of its own.
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
