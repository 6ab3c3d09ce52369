package dev.minato.server;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.Halves;
import dev.minato.net.Readiness;
import dev.minato.net.Shutdown;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// The stream of a served connection: it counts its bytes, sees its end, and has the idle timeout after the
/// first of them.
///
/// One thread reads and one writes; the counts are right for whoever comes after them.
final class CountedStream implements ByteStream {
    private volatile ByteStream stream;
    private final Duration idleTimeout;
    private long bytesIn;
    private long bytesOut;
    private volatile boolean hasRead;
    private boolean ended;

    /// Whether the handler has set a read timeout of its own.
    private boolean ownTimeout;

    CountedStream(ByteStream stream, Duration idleTimeout) {
        this.stream = stream;
        this.idleTimeout = idleTimeout;
    }

    /// Goes on with another stream, over the one before.
    void replace(ByteStream over) {
        stream = over;
    }

    /// Bounds the wait for the first byte.
    void setFirstByteTimeout(Duration timeout) {
        stream.setReadTimeout(timeout);
    }

    boolean hasRead() {
        return hasRead;
    }

    /// Whether the peer's end was read.
    boolean hasEnded() {
        return ended;
    }

    long bytesIn() {
        return bytesIn;
    }

    long bytesOut() {
        return bytesOut;
    }

    @Override
    public int read(ByteBuffer buffer) throws NetException {
        return (int) in(stream.read(buffer));
    }

    @Override
    public int tryRead(ByteBuffer buffer) throws NetException {
        return (int) in(stream.tryRead(buffer));
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws NetException {
        return in(stream.read(buffers, offset, length));
    }

    @Override
    public int write(ByteBuffer buffer) throws NetException {
        return out(stream.write(buffer));
    }

    @Override
    public int tryWrite(ByteBuffer buffer) throws NetException {
        return out(stream.tryWrite(buffer));
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws NetException {
        long count = stream.write(buffers, offset, length);
        bytesOut += count;
        return count;
    }

    /// `count` is -1 at the end of the stream.
    private long in(long count) {
        if (count > 0) {
            bytesIn += count;
            if (!hasRead) {
                first();
            }
        } else if (count == -1) {
            ended = true;
        }
        return count;
    }

    private void first() {
        hasRead = true;
        if (!ownTimeout) {
            stream.setReadTimeout(idleTimeout);
        }
    }

    private int out(int count) {
        bytesOut += count;
        return count;
    }

    @Override
    public int peek(ByteBuffer buffer) throws NetException {
        return stream.peek(buffer);
    }

    @Override
    public int tryPeek(ByteBuffer buffer) throws NetException {
        return stream.tryPeek(buffer);
    }

    @Override
    public void awaitReadable() throws NetException {
        stream.awaitReadable();
    }

    @Override
    public void awaitReadable(Duration timeout) throws NetException {
        stream.awaitReadable(timeout);
    }

    @Override
    public void awaitWritable() throws NetException {
        stream.awaitWritable();
    }

    @Override
    public void awaitWritable(Duration timeout) throws NetException {
        stream.awaitWritable(timeout);
    }

    @Override
    public void setReadTimeout(Duration timeout) {
        ownTimeout = true;
        stream.setReadTimeout(timeout);
    }

    @Override
    public void clearReadTimeout() {
        ownTimeout = true;
        stream.clearReadTimeout();
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
    public void setWriteTimeout(Duration timeout) {
        stream.setWriteTimeout(timeout);
    }

    @Override
    public void clearWriteTimeout() {
        stream.clearWriteTimeout();
    }

    @Override
    public Optional<Duration> writeTimeout() {
        return stream.writeTimeout();
    }

    @Override
    public void shutdown(Shutdown how) throws NetException {
        stream.shutdown(how);
    }

    /// Its halves' bytes are not counted.
    @Override
    public Halves<? extends ByteStream> split() throws NetException {
        var halves = stream.split();
        first();
        return halves;
    }

    @Override
    public Optional<String> peerName() {
        return stream.peerName();
    }

    @Override
    public boolean isOpen() {
        return stream.isOpen();
    }

    @Override
    public void close() throws NetException {
        stream.close();
    }
}
