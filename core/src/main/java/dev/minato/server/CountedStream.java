package dev.minato.server;

import dev.minato.atomic.VarHandles;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.Halves;
import dev.minato.net.Readiness;
import dev.minato.net.Shutdown;
import dev.minato.net.handle.SocketHandle;
import dev.minato.net.handle.SpliceEnd;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.Parker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// The stream of a served connection: it counts its bytes, sees its end, and has the idle timeout after the
/// first of them.
///
/// One thread reads and one writes; others may read the counts, and see what they were a moment ago.
final class CountedStream implements ByteStream, SpliceEnd {
    private static final VarHandle BYTES_IN = VarHandles.ofField(MethodHandles.lookup(), "bytesIn", long.class);
    private static final VarHandle BYTES_OUT = VarHandles.ofField(MethodHandles.lookup(), "bytesOut", long.class);

    /// In place of a time: no write waits.
    private static final long NONE = -1;

    private volatile ByteStream stream;
    private boolean isReplaced;
    private final Duration idleTimeout;
    private final Parker parker;

    /// Since when a write has waited.
    private volatile long blockedSince = NONE;

    private long bytesIn;
    private long bytesOut;
    private volatile boolean hasRead;
    private boolean ended;

    /// Whether the handler has set a read timeout of its own.
    private boolean ownTimeout;

    CountedStream(ByteStream stream, Duration idleTimeout, Parker parker) {
        this.stream = stream;
        this.idleTimeout = idleTimeout;
        this.parker = parker;
    }

    /// Goes on with another stream, over the one before.
    void replace(ByteStream over) {
        isReplaced = true;
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
        return (long) BYTES_IN.getOpaque(this);
    }

    long bytesOut() {
        return (long) BYTES_OUT.getOpaque(this);
    }

    /// For how many nanoseconds a write has waited for the peer to read; empty if none does.
    Optional<Long> blockedFor() {
        long since = blockedSince;
        return since == NONE ? Optional.empty() : Optional.of(parker.now() - since);
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
        // A try over TLS may leave a part of its last record for the next write.
        int count = isReplaced ? 0 : stream.tryWrite(buffer);
        return count > 0 || !buffer.hasRemaining() ? out(count) : writeBlocked(buffer);
    }

    private int writeBlocked(ByteBuffer buffer) throws NetException {
        blockedSince = parker.now();
        try {
            return out(stream.write(buffer));
        } finally {
            blockedSince = NONE;
        }
    }

    @Override
    public int tryWrite(ByteBuffer buffer) throws NetException {
        return out(stream.tryWrite(buffer));
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws NetException {
        blockedSince = parker.now();
        try {
            long count = stream.write(buffers, offset, length);
            BYTES_OUT.setOpaque(this, bytesOut + count);
            return count;
        } finally {
            blockedSince = NONE;
        }
    }

    /// `count` is -1 at the end of the stream.
    private long in(long count) {
        if (count > 0) {
            BYTES_IN.setOpaque(this, bytesIn + count);
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
        BYTES_OUT.setOpaque(this, bytesOut + count);
        return count;
    }

    /// That of the stream underneath: bytes that the kernel moves by itself are counted all the same.
    @Override
    public Optional<SocketHandle<? extends TryStream<?>>> socket() {
        return SpliceEnd.of(stream).flatMap(SpliceEnd::socket);
    }

    @Override
    public void noteRead(int count) {
        long _ = in(count);
    }

    @Override
    public void noteBlocked(boolean blocked) {
        blockedSince = blocked ? parker.now() : NONE;
    }

    @Override
    public void noteWritten(int count) {
        int _ = out(count);
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
        blockedSince = parker.now();
        try {
            stream.awaitWritable();
        } finally {
            blockedSince = NONE;
        }
    }

    @Override
    public void awaitWritable(Duration timeout) throws NetException {
        blockedSince = parker.now();
        try {
            stream.awaitWritable(timeout);
        } finally {
            blockedSince = NONE;
        }
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
