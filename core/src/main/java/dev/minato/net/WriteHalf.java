package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// The writing half of a stream that was parted: what goes to the peer, from whoever owns this.
///
/// Writes as [ByteStream] does, with the same timeouts and failures. Closing it is the end of what is written:
/// the peer reads to the end. Once it is closed, or has become one with the reader again, every call says
/// `CLOSED`. Safe for use by several threads.
///
/// Modelled on tokio's `OwnedWriteHalf`.
///
/// @param <S> the stream
public final class WriteHalf<S extends ByteStream> implements GatheringByteChannel {
    private final S stream;
    private final Object whole;
    private final AtomicBoolean open = new AtomicBoolean(true);

    WriteHalf(S stream, Object whole) {
        this.stream = stream;
        this.whole = whole;
    }

    /// The stream, for its addresses and options. Writing to it is the same as writing to this half; to read
    /// and to close, use the halves.
    public S stream() {
        return stream;
    }

    private S opened(String operation) throws NetException {
        if (!open.get()) {
            throw NetException.of(ErrorKind.CLOSED, operation, "this half is closed");
        }
        return stream;
    }

    /// As [ByteStream#write(ByteBuffer)].
    @Override
    public int write(ByteBuffer buffer) throws NetException {
        return opened("write").write(buffer);
    }

    /// As [ByteStream#write(ByteBuffer\[\], int, int)].
    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws NetException {
        return opened("write").write(buffers, offset, length);
    }

    /// As [ByteStream#write(ByteBuffer\[\])].
    @Override
    public long write(ByteBuffer[] buffers) throws NetException {
        return opened("write").write(buffers);
    }

    /// As [ByteStream#tryWrite].
    public int tryWrite(ByteBuffer buffer) throws NetException {
        return opened("write").tryWrite(buffer);
    }

    /// As [ByteStream#writeAll(ByteBuffer)].
    public void writeAll(ByteBuffer buffer) throws NetException {
        opened("write").writeAll(buffer);
    }

    /// As [ByteStream#writeAll(ByteBuffer\[\])].
    public void writeAll(ByteBuffer[] buffers) throws NetException {
        opened("write").writeAll(buffers);
    }

    /// As [ByteStream#writeAll(byte\[\])].
    public void writeAll(byte[] bytes) throws NetException {
        opened("write").writeAll(bytes);
    }

    /// As [ByteStream#awaitWritable()].
    public void awaitWritable() throws NetException {
        opened("await writable").awaitWritable();
    }

    /// As [ByteStream#awaitWritable(Duration)].
    public void awaitWritable(Duration timeout) throws NetException {
        opened("await writable").awaitWritable(timeout);
    }

    /// As [ByteStream#outputStream]; closing it closes this half.
    public OutputStream outputStream() {
        return new StreamOutput(() -> opened("write"), this::close);
    }

    boolean isOf(Object whole) {
        return this.whole.equals(whole);
    }

    /// Ends this half without telling the peer; false if it is closed.
    boolean giveBack(ByteStream reunited) throws NetException {
        if (!open.compareAndSet(true, false)) {
            return false;
        }
        if (!stream.equals(reunited)) {
            stream.close();
        }
        return true;
    }

    /// Whether this half is open.
    @Override
    public boolean isOpen() {
        return open.get() && stream.isOpen();
    }

    /// Ends writing: the peer gets all that was written and then the end of the stream. Closes the connection
    /// if the reader is closed already. Closing again does nothing.
    @Override
    public void close() throws NetException {
        if (!open.compareAndSet(true, false) || !stream.isOpen()) {
            return;
        }
        try (stream) {
            stream.shutdown(Shutdown.WRITE);
        }
    }

    /// `writer of tcp 127.0.0.1:50000 → 127.0.0.1:7878`.
    @Override
    public String toString() {
        return "writer of " + stream;
    }
}
