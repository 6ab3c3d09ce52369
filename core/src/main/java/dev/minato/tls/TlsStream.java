package dev.minato.tls;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.Halves;
import dev.minato.net.Readiness;
import dev.minato.net.Shutdown;
import dev.minato.platform.wait.Handle;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A stream that is encrypted with TLS 1.3 or 1.2, over any other stream, which it owns. Made by a
/// [TlsAcceptor] or a [TlsConnector] when the handshake is over.
///
/// {@snippet file="dev/minato/examples/tls/TlsEcho.java" region="connect"}
///
/// **End of stream** (-1) is the peer's close_notify. A stream that ends without it may have been cut by
/// somebody in between: `UNEXPECTED_EOF`, now and at each later read.
///
/// **Half-close.** [#shutdown] of writing says close_notify and ends the stream underneath in that direction.
/// With TLS 1.3 the other direction goes on. TLS 1.2 knows no half-close: once the peer has ended, a write
/// fails with `BROKEN_PIPE`, and a peer may end when this side does.
///
/// **Failures** beside those of the stream underneath: `INVALID_DATA` for what is no TLS, `REFUSED_BY_PEER`
/// for an alert; both stay. A write to a peer that has gone looks for the alert in which it may have said
/// why. A peer may not renegotiate, send more than 64 records in a row without data, or ask for answers that it
/// does not read (`INVALID_DATA`).
///
/// **After a timeout or an interrupt** nothing is lost, and the stream can be used on. A write that fails so
/// may have taken bytes, which the position of their buffer shows: their records are sent first when the next
/// write comes. A record whose rest does not come within 60 s is `TIMED_OUT` (operation `read record`) at the
/// next byte.
///
/// **Memory.** Buffers are of a pool and held while something is in them: while the stream waits for its peer
/// that is what has come of a record. Unread plaintext and unsent records take at most 64 KiB each.
///
/// **Threads**: one may read while another writes. What two write at the same time is mixed, though in whole
/// records.
///
/// Follows tokio-rustls' `TlsStream`.
public final class TlsStream implements ByteStream {
    private final TlsConnection connection;
    private final ByteStream stream;
    private final Handle handle;

    /// The writing half, once this was split.
    private volatile Optional<TlsStream> writingHalf = Optional.empty();

    TlsStream(TlsConnection connection, ByteStream stream) {
        this(connection, stream, new Handle());
    }

    private TlsStream(TlsConnection connection, ByteStream stream, Handle handle) {
        this.connection = connection;
        this.stream = stream;
        this.handle = handle;
    }

    /// The version that was agreed on.
    public TlsVersion version() {
        return agreed().version();
    }

    /// The cipher suite that was agreed on, as the JDK calls it, such as `TLS_AES_128_GCM_SHA256`.
    public String cipherSuite() {
        return agreed().cipherSuite();
    }

    /// The application protocol that was agreed on (ALPN, RFC 7301); empty if none was.
    public Optional<String> applicationProtocol() {
        return agreed().applicationProtocol();
    }

    /// The name that the client asked for (SNI, RFC 6066); empty if it asked for none.
    public Optional<String> serverName() {
        return agreed().serverName();
    }

    /// The peer's certificate and those of its issuers that it has sent, its own first; empty if it has shown
    /// none, as clients do that were not asked. They were verified in the handshake, unless its [TlsTrust]
    /// said otherwise.
    public List<X509Certificate> peerCertificates() {
        return agreed().peerCertificates();
    }

    private Agreement agreed() {
        return new Agreement(connection.engine());
    }

    @Override
    public int read(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        for (; ; ) {
            int count = readNow(buffer);
            if (count != 0 || !buffer.hasRemaining()) {
                return count;
            }
            await("read");
        }
    }

    @Override
    public int tryRead(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        connection.reader().hasNotWaited();
        return readNow(buffer);
    }

    private int readNow(ByteBuffer buffer) throws NetException {
        checkOpen("read");
        try {
            int count = connection.tryRead(stream, buffer);
            connection.spend(count);
            return count;
        } catch (NetException e) {
            throw named(e);
        }
    }

    @Override
    public int peek(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        for (; ; ) {
            int count = peekNow(buffer);
            if (count != 0 || !buffer.hasRemaining()) {
                return count;
            }
            await("peek");
        }
    }

    @Override
    public int tryPeek(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        connection.reader().hasNotWaited();
        return peekNow(buffer);
    }

    private int peekNow(ByteBuffer buffer) throws NetException {
        checkOpen("peek");
        try {
            int count = connection.tryPeek(stream, buffer);
            connection.spend(count);
            return count;
        } catch (NetException e) {
            throw named(e);
        }
    }

    @Override
    public void awaitReadable() throws NetException {
        while (!isReadable()) {
            stream.awaitReadable();
        }
    }

    @Override
    public void awaitReadable(Duration timeout) throws NetException {
        Objects.requireNonNull(timeout, "timeout");
        long latest = connection.after(timeout);
        while (!isReadable()) {
            stream.awaitReadable(connection.left(latest));
        }
    }

    private boolean isReadable() throws NetException {
        checkOpen("await readable");
        boolean isReadable = connection.isReadable(stream);
        connection.spend(0);
        return isReadable;
    }

    private void await(String operation) throws NetException {
        try {
            stream.awaitReadable();
            connection.hasWaited();
        } catch (NetException e) {
            throw e.withOperation(operation);
        }
    }

    @Override
    public int write(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        return (int) write(new ByteBuffer[] {buffer}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws NetException {
        long left = remaining(buffers, offset, length);
        checkOpen("write");
        try {
            long count = 0;
            while (count == 0 && left > 0) {
                count = connection.writer().tryWrite(stream, buffers, offset, length);
                send();
            }
            connection.spend(count);
            return count;
        } catch (NetException e) {
            throw named(connection.reason(e, stream));
        }
    }

    private static long remaining(ByteBuffer[] buffers, int offset, int length) {
        Objects.requireNonNull(buffers, "buffers");
        Objects.checkFromIndexSize(offset, length, buffers.length);
        long sum = 0;
        for (int i = offset; i < offset + length; i++) {
            sum += Objects.requireNonNull(buffers[i], "buffers").remaining();
        }
        return sum;
    }

    /// Writes what can be taken now; a record of it may be sent only when the next write comes, or
    /// [#awaitWritable].
    @Override
    public int tryWrite(ByteBuffer buffer) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        checkOpen("write");
        if (!buffer.hasRemaining()) {
            return 0;
        }
        try {
            int count = (int) connection.writer().tryWrite(stream, new ByteBuffer[] {buffer}, 0, 1);
            connection.spend(count);
            return count;
        } catch (NetException e) {
            throw named(connection.reason(e, stream));
        }
    }

    /// Sends all that is unsent.
    private void send() throws NetException {
        while (!connection.writer().trySend(stream)) {
            try {
                stream.awaitWritable();
                connection.hasWaited();
            } catch (NetException e) {
                throw e.withOperation("write");
            }
        }
    }

    /// As [ByteStream#awaitWritable()]; sends what is unsent of earlier writes.
    @Override
    public void awaitWritable() throws NetException {
        checkOpen("await writable");
        do {
            stream.awaitWritable();
        } while (!connection.writer().trySend(stream));
    }

    /// As [ByteStream#awaitWritable(Duration)]; sends what the kernel takes of earlier writes.
    @Override
    public void awaitWritable(Duration timeout) throws NetException {
        Objects.requireNonNull(timeout, "timeout");
        checkOpen("await writable");
        stream.awaitWritable(timeout);
        boolean _ = connection.writer().trySend(stream);
    }

    /// Ends reading, writing, or both. Ending writing says close_notify, behind all that was written, and
    /// waits if the kernel does not take it at once: it fails then as a write does.
    @Override
    public void shutdown(Shutdown how) throws NetException {
        Objects.requireNonNull(how, "how");
        checkOpen("shutdown");
        if (how != Shutdown.WRITE) {
            connection.reader().shutdown();
        }
        if (how != Shutdown.READ) {
            connection.writer().close();
            send();
        }
        stream.shutdown(how);
    }

    @Override
    public TlsStream tryClone() throws NetException {
        checkOpen("clone");
        ByteStream second = stream.tryClone();
        if (!connection.handles().add()) {
            second.close();
            throw named(NetException.of(ErrorKind.CLOSED, "clone"));
        }
        return new TlsStream(connection, second);
    }

    /// Parts the stream; as [ByteStream#split]. `UNSUPPORTED` if the stream underneath has one handle only.
    @Override
    public Halves<TlsStream> split() throws NetException {
        TlsStream writer = tryClone();
        writingHalf = Optional.of(writer);
        return Halves.of(new TlsStream(connection, stream, handle), writer);
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
    public Optional<Readiness> readiness() {
        return stream.readiness();
    }

    @Override
    public Optional<String> peerName() {
        return stream.peerName();
    }

    private void checkOpen(String operation) throws NetException {
        if (handle.isClosed()) {
            throw named(NetException.of(ErrorKind.CLOSED, operation));
        }
    }

    private NetException named(NetException failure) {
        return peerName().map(failure::withAddress).orElse(failure);
    }

    @Override
    public boolean isOpen() {
        return !handle.isClosed() && stream.isOpen();
    }

    /// Closes this handle, and with the last one the connection. The peer is sent close_notify, unless the
    /// kernel does not take it at once.
    @Override
    public void close() throws NetException {
        try {
            closeHandle();
        } finally {
            if (writingHalf.isPresent()) {
                writingHalf.get().closeHandle();
            }
        }
    }

    private void closeHandle() throws NetException {
        if (!handle.close()) {
            return;
        }
        try (stream) {
            if (connection.handles().remove()) {
                connection.end(stream);
            }
        }
    }

    /// `tls over tcp 127.0.0.1:50000 → 127.0.0.1:7878`.
    @Override
    public String toString() {
        return "tls over " + stream;
    }
}
