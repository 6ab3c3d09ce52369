package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// A connection that carries bytes both ways, with every wait bounded on request: what [TcpStream] and streams
/// of other kinds have in common.
///
/// A stream has no messages: one read may return half of what the peer wrote at once, or two writes together.
///
/// **End of stream** is -1, as everywhere in Java; 0 only ever means that the buffer had no room. **Timeouts**
/// cover each wait, a deadline (`Tasks.withDeadline`) all of them together. **After a timeout or an interrupt**
/// of [#read] or [#write] nothing is lost and the stream can be used on; an interrupt leaves the thread's flag
/// set. **Threads**: one may read while another writes; two that read at the same time get different bytes, in
/// no order that can be relied on.
///
/// Kinds that any call may fail with: `CONNECTION_RESET` (sticky for reads), `BROKEN_PIPE` (writes),
/// `TIMED_OUT`, `INTERRUPTED`, `CLOSED` (this handle was closed, also by another thread during the call),
/// `WOULD_BLOCK` (in non-blocking mode). A closed stream throws `CLOSED`, deliberately not
/// `ClosedChannelException`.
public interface ByteStream extends ByteChannel, ScatteringByteChannel, GatheringByteChannel {
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
        return read(ByteBuffer.wrap(bytes, offset, length));
    }

    /// Reads some bytes into the array; as [#read(byte[], int, int)].
    default int read(byte[] bytes) throws NetException {
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
        Objects.checkFromIndexSize(offset, length, buffers.length);
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
        return read(buffers, 0, buffers.length);
    }

    /// Reads as [#read(ByteBuffer)] does and takes nothing away: the next read or peek, through any clone, sees
    /// the same bytes.
    ///
    /// Peeking again with more room shows more, if there is more; a platform may show no more than some
    /// kilobytes. A reader on another thread may take what was just seen. `UNSUPPORTED` by a stream that
    /// cannot.
    ///
    /// {@snippet file="dev/minato/examples/tcp/Sniff.java" region="peek"}
    ///
    /// @return how many bytes, at least 1; 0 if the buffer has no room; -1 at the end of the stream
    default int peek(ByteBuffer buffer) throws NetException {
        throw NetException.of(ErrorKind.UNSUPPORTED, "peek");
    }

    /// Peeks at what is there, without waiting: 0 for nothing now (or no room), -1 at the end of the stream.
    default int tryPeek(ByteBuffer buffer) throws NetException {
        throw NetException.of(ErrorKind.UNSUPPORTED, "peek");
    }

    /// Writes some bytes from the buffer's position, waiting until the system takes any.
    ///
    /// @return how many, at least 1; 0 if the buffer is empty. Written means taken by the system, not received
    /// by the peer
    @Override
    int write(ByteBuffer buffer) throws NetException;

    /// Writes what the system takes now, without waiting: 0 for nothing now (or an empty buffer).
    int tryWrite(ByteBuffer buffer) throws NetException;

    /// Writes some bytes from `length` of the buffers from `offset` on, one after the other, waiting until the
    /// system takes any.
    ///
    /// @return how many, at least 1; 0 if all of the buffers are empty
    /// @throws IndexOutOfBoundsException if the range is not in the array
    @Override
    default long write(ByteBuffer[] buffers, int offset, int length) throws NetException {
        Objects.checkFromIndexSize(offset, length, buffers.length);
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
        return write(buffers, 0, buffers.length);
    }

    /// Writes all that remains in the buffers, in their order, with few system calls. When it fails, the
    /// positions say how much was written.
    default void writeAll(ByteBuffer[] buffers) throws NetException {
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
        while (buffer.hasRemaining()) {
            write(buffer);
        }
    }

    /// Writes the whole array. A failed call does not say how much was written.
    default void writeAll(byte[] bytes) throws NetException {
        writeAll(ByteBuffer.wrap(bytes));
    }

    /// Fills the buffer. When it fails, the buffer's position says how much was read.
    ///
    /// `UNEXPECTED_EOF` if the stream ends before; what had come is in the buffer.
    void readExact(ByteBuffer buffer) throws NetException;

    /// Fills the array. **A failed call loses** what it had read: it does not say how much that was.
    default void readExact(byte[] bytes) throws NetException {
        readExact(ByteBuffer.wrap(bytes));
    }

    /// Reads to the end of the stream, at most `limit` bytes.
    ///
    /// `MESSAGE_TOO_LONG` as soon as there are more; `INVALID_INPUT` for a negative limit. **A failed call
    /// loses** what it had read: where a peer may reset the connection or a timeout is set, and what had come
    /// is wanted all the same, read into a buffer. Memory grows with what comes, up to the limit.
    byte[] readToEnd(int limit) throws NetException;

    /// Reads to the end of the stream, as much as the buffer has room for. **When it fails, nothing is lost**:
    /// what had come is in the buffer, whose position says how much that is, and after a timeout or an
    /// interrupt the call can be made again and goes on.
    ///
    /// `MESSAGE_TOO_LONG` as soon as there is more than fits, which stays in the stream. The end may be told
    /// while the buffer is full.
    ///
    /// @return how many bytes this call has read; 0 if the stream was at its end
    int readToEnd(ByteBuffer buffer) throws NetException;

    /// Reads UTF-8 text to the end of the stream, at most `limit` bytes.
    ///
    /// `INVALID_DATA` if it is not UTF-8; otherwise as [#readToEnd(int)].
    String readToString(int limit) throws NetException;

    /// Waits until a read may succeed, or report the end or a failure, without holding a buffer meanwhile.
    ///
    /// The read timeout applies, also in non-blocking mode. A read after it may still find nothing, and waits
    /// again.
    void awaitReadable() throws NetException;

    /// As [#awaitReadable()], for at most `timeout`, which must be positive (`INVALID_INPUT`), in place of the
    /// read timeout.
    void awaitReadable(Duration timeout) throws NetException;

    /// Waits until a write may succeed, or fail; the write timeout applies.
    void awaitWritable() throws NetException;

    /// As [#awaitWritable()], for at most `timeout`, which must be positive (`INVALID_INPUT`).
    void awaitWritable(Duration timeout) throws NetException;

    /// Bounds each wait of a read; every clone sees it. `INVALID_INPUT` for zero or less; very long ones are
    /// unbounded.
    ///
    /// {@snippet file="dev/minato/examples/errors/Timeouts.java" region="read"}
    void setReadTimeout(Duration timeout) throws NetException;

    /// Lets reads wait forever again.
    void clearReadTimeout();

    /// The bound on each wait of a read; empty for none, which is the default.
    Optional<Duration> readTimeout();

    /// Bounds each wait of a write; every clone sees it. `INVALID_INPUT` for zero or less.
    void setWriteTimeout(Duration timeout) throws NetException;

    /// Lets writes wait forever again.
    void clearWriteTimeout();

    /// The bound on each wait of a write; empty for none, which is the default.
    Optional<Duration> writeTimeout();

    /// Ends reading, writing, or both, for all clones, and wakes those that wait. Doing it again is no error.
    ///
    /// After READ, reads return -1; after WRITE, the peer reads to the end and writes fail with `BROKEN_PIPE`.
    void shutdown(Shutdown how) throws NetException;

    /// Parts the stream into a half that reads and one that writes, for two threads that each own one.
    ///
    /// The halves take over this handle: do not use it any more, and close the halves in its place. Closing the
    /// writer ends writing (the peer reads to the end); closing both closes this handle. `CLOSED`;
    /// `UNSUPPORTED` by a stream that cannot be parted.
    default Halves<? extends ByteStream> split() throws NetException {
        throw NetException.of(ErrorKind.UNSUPPORTED, "split");
    }

    /// The stream as an `InputStream`, for code that takes one. Closing it closes the stream. The same
    /// failures.
    ///
    /// `available()` is always 0, the honest answer to "how much without waiting" that is known without asking
    /// the system.
    InputStream inputStream();

    /// The stream as an `OutputStream`, unbuffered. Closing it closes the stream. The same failures.
    OutputStream outputStream();

    /// The other end as the failures of this stream name it, its address as text; empty if they name none, which
    /// is the default. For what reads through the stream and has failures of its own.
    default Optional<String> peerName() {
        return Optional.empty();
    }

    /// Whether this handle is open; says nothing about the peer.
    @Override
    boolean isOpen();

    /// Closes this handle, and with the last one the connection. Calls that wait through this handle end with
    /// `CLOSED`. Closing again does nothing; an interrupt is not heeded.
    @Override
    void close() throws NetException;
}
