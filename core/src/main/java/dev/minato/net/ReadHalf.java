package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// The reading half of a stream that was parted: what comes from the peer, for whoever owns this.
///
/// Reads as [ByteSource] says, with the stream's ends, timeouts and failures. Once it is closed, or has become
/// one with the writer again, every call says `CLOSED`. Safe for use by several threads.
///
/// Modelled on tokio's `OwnedReadHalf`.
///
/// @param <S> the stream
public final class ReadHalf<S extends ByteStream> extends Half<S> implements ByteSource {
    ReadHalf(S stream, Object whole) {
        super(stream, whole);
    }

    @Override
    public int read(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return opened("read").read(buffer);
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws NetException {
        BufferRange.check(buffers, offset, length);
        return opened("read").read(buffers, offset, length);
    }

    @Override
    public int tryRead(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return opened("read").tryRead(buffer);
    }

    @Override
    public int peek(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return opened("peek").peek(buffer);
    }

    @Override
    public int tryPeek(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return opened("peek").tryPeek(buffer);
    }

    @Override
    public void awaitReadable() throws NetException {
        opened("await readable").awaitReadable();
    }

    @Override
    public void awaitReadable(Duration timeout) throws NetException {
        Objects.requireNonNull(timeout, "timeout");
        opened("await readable").awaitReadable(timeout);
    }

    @Override
    public Optional<Readiness> readiness() {
        return stream.readiness();
    }

    @Override
    public Optional<Duration> readTimeout() {
        return stream.readTimeout();
    }

    @Override
    public Optional<String> peerName() {
        return stream.peerName();
    }

    /// Makes the stream one again, and leaves nothing closed; the halves can be used no more.
    ///
    /// `CLOSED` if one of the halves is closed; then both stay as they are.
    ///
    /// @throws IllegalArgumentException if `writer` is of another stream
    public S reunite(WriteHalf<S> writer) throws NetException {
        Objects.requireNonNull(writer, "writer");
        if (!writer.isOf(whole)) {
            throw new IllegalArgumentException("writer must be of the same stream, not " + writer);
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
