package dev.minato.client;

import dev.minato.codec.Encoder;
import dev.minato.error.NetException;
import dev.minato.net.ByteSink;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// The way out of a connection, encoder and sink, which counts the bytes that were encoded and those that the
/// kernel took: what was encoded behind the last byte taken was certainly not sent.
///
/// ```
///   encoded:  │ request 1 │ request 2 │ request 3 │
///   taken:    └───────────────┘ dead                1 and 2 may have arrived, 3 has not
/// ```
///
/// Used by one task at a time.
final class CountedOutput<O> implements Encoder<O>, ByteSink {
    private final ByteSink sink;
    private final Encoder<O> encoder;
    private long encoded;
    private long taken;

    CountedOutput(ByteSink sink, Encoder<O> encoder) {
        this.sink = sink;
        this.encoder = encoder;
    }

    /// Returns how many bytes were encoded so far: where the next message begins.
    long encoded() {
        return encoded;
    }

    /// Whether the kernel took any byte of what begins at `start`.
    boolean hasTaken(long start) {
        return taken > start;
    }

    @Override
    public int maxEncodedLength(O message) {
        return encoder.maxEncodedLength(message);
    }

    @Override
    public void encode(O message, ByteBuffer output) throws NetException {
        int start = output.position();
        encoder.encode(message, output);
        encoded += output.position() - start;
    }

    @Override
    public int write(ByteBuffer buffer) throws NetException {
        return count(sink.write(buffer));
    }

    @Override
    public int tryWrite(ByteBuffer buffer) throws NetException {
        return count(sink.tryWrite(buffer));
    }

    private int count(int bytes) {
        taken += bytes;
        return bytes;
    }

    @Override
    public void awaitWritable() throws NetException {
        sink.awaitWritable();
    }

    @Override
    public void awaitWritable(Duration timeout) throws NetException {
        sink.awaitWritable(timeout);
    }

    @Override
    public Optional<String> peerName() {
        return sink.peerName();
    }

    @Override
    public boolean isOpen() {
        return sink.isOpen();
    }

    /// Does nothing: the connection closes its stream, and a reader may still be at it.
    @Override
    public void close() {}
}
