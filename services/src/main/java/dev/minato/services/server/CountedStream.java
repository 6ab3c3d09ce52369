package dev.minato.services.server;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.Shutdown;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// A stream that counts its bytes. The counts are the handler's thread's to read.
final class CountedStream implements ByteStream {
    private final ByteStream stream;
    private long bytesIn;
    private long bytesOut;

    CountedStream(ByteStream stream) {
        this.stream = stream;
    }

    long bytesIn() {
        return bytesIn;
    }

    long bytesOut() {
        return bytesOut;
    }

    @Override
    public int read(ByteBuffer buffer) throws NetException {
        return in(stream.read(buffer));
    }

    @Override
    public int tryRead(ByteBuffer buffer) throws NetException {
        return in(stream.tryRead(buffer));
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws NetException {
        long count = stream.read(buffers, offset, length);
        bytesIn += Math.max(count, 0);
        return count;
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
    private int in(int count) {
        bytesIn += Math.max(count, 0);
        return count;
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
        stream.setReadTimeout(timeout);
    }

    @Override
    public void clearReadTimeout() {
        stream.clearReadTimeout();
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
