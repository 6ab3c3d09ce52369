package dev.minato.net;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// The writing half of a stream that was parted: what goes to the peer, from whoever owns this.
///
/// Writes as [ByteSink] says, with the stream's timeouts and failures. Closing it is the end of what is
/// written: the peer reads to the end. Once it is closed, or has become one with the reader again, every call
/// says `CLOSED`. Safe for use by several threads.
///
/// Modelled on tokio's `OwnedWriteHalf`.
///
/// @param <S> the stream
public final class WriteHalf<S extends ByteStream> extends Half<S> implements ByteSink {
    WriteHalf(S stream, Object whole) {
        super(stream, whole);
    }

    @Override
    public int write(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return opened("write").write(buffer);
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws NetException {
        BufferRange.check(buffers, offset, length);
        return opened("write").write(buffers, offset, length);
    }

    @Override
    public int tryWrite(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return opened("write").tryWrite(buffer);
    }

    @Override
    public void awaitWritable() throws NetException {
        opened("await writable").awaitWritable();
    }

    @Override
    public void awaitWritable(Duration timeout) throws NetException {
        Objects.requireNonNull(timeout, "timeout");
        opened("await writable").awaitWritable(timeout);
    }

    @Override
    public Optional<String> peerName() {
        return stream.peerName();
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
