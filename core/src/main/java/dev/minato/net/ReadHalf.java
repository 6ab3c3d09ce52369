package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// The reading half of a stream that was parted: what comes from the peer, for whoever owns this.
///
/// Reads as [ByteStream] does, with the same ends, timeouts and failures. Once it is closed, or has become one
/// with the writer again, every call says `CLOSED`. Safe for use by several threads.
///
/// Modelled on tokio's `OwnedReadHalf`.
///
/// @param <S> the stream
public final class ReadHalf<S extends ByteStream> implements ScatteringByteChannel {
    private final S stream;
    private final Object whole;
    private final AtomicBoolean open = new AtomicBoolean(true);

    ReadHalf(S stream, Object whole) {
        this.stream = stream;
        this.whole = whole;
    }

    /// The stream, for its addresses and options. Reading from it is the same as reading from this half; to
    /// write and to close, use the halves.
    public S stream() {
        return stream;
    }

    private S opened(String operation) throws NetException {
        if (!open.get()) {
            throw NetException.of(ErrorKind.CLOSED, operation, "this half is closed");
        }
        return stream;
    }

    /// As [ByteStream#read(ByteBuffer)].
    @Override
    public int read(ByteBuffer buffer) throws NetException {
        return opened("read").read(buffer);
    }

    /// As [ByteStream#read(ByteBuffer\[\], int, int)].
    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws NetException {
        return opened("read").read(buffers, offset, length);
    }

    /// As [ByteStream#read(ByteBuffer\[\])].
    @Override
    public long read(ByteBuffer[] buffers) throws NetException {
        return opened("read").read(buffers);
    }

    /// As [ByteStream#tryRead].
    public int tryRead(ByteBuffer buffer) throws NetException {
        return opened("read").tryRead(buffer);
    }

    /// As [ByteStream#peek].
    public int peek(ByteBuffer buffer) throws NetException {
        return opened("peek").peek(buffer);
    }

    /// As [ByteStream#tryPeek].
    public int tryPeek(ByteBuffer buffer) throws NetException {
        return opened("peek").tryPeek(buffer);
    }

    /// As [ByteStream#readExact(ByteBuffer)].
    public void readExact(ByteBuffer buffer) throws NetException {
        opened("read").readExact(buffer);
    }

    /// As [ByteStream#readToEnd(int)].
    public byte[] readToEnd(int limit) throws NetException {
        return opened("read").readToEnd(limit);
    }

    /// As [ByteStream#readToEnd(ByteBuffer)].
    public int readToEnd(ByteBuffer buffer) throws NetException {
        return opened("read").readToEnd(buffer);
    }

    /// As [ByteStream#readToString].
    public String readToString(int limit) throws NetException {
        return opened("read").readToString(limit);
    }

    /// As [ByteStream#awaitReadable()].
    public void awaitReadable() throws NetException {
        opened("await readable").awaitReadable();
    }

    /// As [ByteStream#awaitReadable(Duration)].
    public void awaitReadable(Duration timeout) throws NetException {
        opened("await readable").awaitReadable(timeout);
    }

    /// As [ByteStream#inputStream]; closing it closes this half.
    public InputStream inputStream() {
        return new StreamInput(() -> opened("read"), this::close);
    }

    /// Makes the stream one again, and leaves nothing closed; the halves can be used no more.
    ///
    /// `INVALID_INPUT` if `writer` is of another stream, `CLOSED` if one of the halves is closed; then both
    /// stay as they are.
    public S reunite(WriteHalf<S> writer) throws NetException {
        if (!writer.isOf(whole)) {
            throw NetException.of(ErrorKind.INVALID_INPUT, "reunite", "these are halves of two streams");
        }
        if (!open.compareAndSet(true, false)) {
            throw NetException.of(ErrorKind.CLOSED, "reunite", "the reader is closed");
        }
        if (!writer.giveBack(stream)) {
            open.set(true);
            throw NetException.of(ErrorKind.CLOSED, "reunite", "the writer is closed");
        }
        return stream;
    }

    /// Whether this half is open.
    @Override
    public boolean isOpen() {
        return open.get() && stream.isOpen();
    }

    /// Closes this half, and the connection if the writer is closed already. The peer is not told. Calls that
    /// wait in it end with `CLOSED`; closing again does nothing.
    @Override
    public void close() throws NetException {
        if (open.compareAndSet(true, false)) {
            stream.close();
        }
    }

    /// `reader of tcp 127.0.0.1:50000 → 127.0.0.1:7878`.
    @Override
    public String toString() {
        return "reader of " + stream;
    }
}
