package dev.minato.net;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.TryStream;
import dev.minato.platform.Vectors;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// What a [TcpStream] and a [UnixStream] have in common: all but how they come about, and their own options.
///
/// @param <A> their addresses
abstract sealed class SocketStream<A> implements ByteStream, Pollable permits TcpStream, UnixStream {
    final Shared<TryStream<A>> shared;
    final Handle handle;

    SocketStream(Platform platform, TryStream<A> socket) {
        this(new Shared<>(platform, socket), new Handle());
    }

    SocketStream(Shared<TryStream<A>> shared, Handle handle) {
        this.shared = shared;
        this.handle = handle;
    }

    /// What failures say that they are about.
    Object errorAddress() {
        return peerAddress();
    }

    @Override
    public int read(ByteBuffer buffer) throws NetException {
        try {
            shared.checkOpen(handle, "read");
            int count = shared.tryFirst(Interest.READABLE) ? shared.socket.tryRead(buffer) : 0;
            if (count > 0) {
                shared.didNotWait(count);
            }
            while (count == 0 && buffer.hasRemaining()) {
                Outcome outcome = shared.block(Interest.READABLE, handle, shared.readTimeout, "read");
                count = shared.socket.tryRead(buffer);
                if (count == 0) {
                    Shared.check(outcome, "read");
                }
            }
            return count;
        } catch (NetException e) {
            throw e.withAddress(errorAddress());
        }
    }

    @Override
    public int tryRead(ByteBuffer buffer) throws NetException {
        try {
            shared.checkOpen(handle, "read");
            int count = shared.socket.tryRead(buffer);
            shared.didNotWait(count);
            return count;
        } catch (NetException e) {
            throw e.withAddress(errorAddress());
        }
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws NetException {
        Objects.checkFromIndexSize(offset, length, buffers.length);
        boolean wanted = Vectors.anyRemaining(buffers, offset, length);
        return repeat(Interest.READABLE, "read", wanted, socket -> socket.tryRead(buffers, offset, length));
    }

    @Override
    public int peek(ByteBuffer buffer) throws NetException {
        return repeat(Interest.READABLE, "peek", buffer.hasRemaining(), socket -> socket.tryPeek(buffer));
    }

    @Override
    public int tryPeek(ByteBuffer buffer) throws NetException {
        try {
            shared.checkOpen(handle, "peek");
            int count = shared.socket.tryPeek(buffer);
            shared.didNotWait(count);
            return count;
        } catch (NetException e) {
            throw e.withAddress(errorAddress());
        }
    }

    @Override
    public int write(ByteBuffer buffer) throws NetException {
        try {
            shared.checkOpen(handle, "write");
            int count = shared.tryFirst(Interest.WRITABLE) ? shared.socket.tryWrite(buffer) : 0;
            if (count > 0) {
                shared.didNotWait(count);
            }
            while (count == 0 && buffer.hasRemaining()) {
                Outcome outcome = shared.block(Interest.WRITABLE, handle, shared.writeTimeout, "write");
                count = shared.socket.tryWrite(buffer);
                if (count == 0) {
                    Shared.check(outcome, "write");
                }
            }
            return count;
        } catch (NetException e) {
            throw e.withAddress(errorAddress());
        }
    }

    @Override
    public int tryWrite(ByteBuffer buffer) throws NetException {
        try {
            shared.checkOpen(handle, "write");
            int count = shared.socket.tryWrite(buffer);
            shared.didNotWait(count);
            return count;
        } catch (NetException e) {
            throw e.withAddress(errorAddress());
        }
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws NetException {
        Objects.checkFromIndexSize(offset, length, buffers.length);
        boolean wanted = Vectors.anyRemaining(buffers, offset, length);
        return repeat(Interest.WRITABLE, "write", wanted, socket -> socket.tryWrite(buffers, offset, length));
    }

    private interface Attempt<A> {
        int on(TryStream<A> socket) throws NetException;
    }

    /// Tries until something was moved, waiting in between; once only if nothing is `wanted`.
    private int repeat(Interest interest, String operation, boolean wanted, Attempt<A> attempt) throws NetException {
        Shared.Timeout timeout = interest == Interest.READABLE ? shared.readTimeout : shared.writeTimeout;
        try {
            shared.checkOpen(handle, operation);
            int count = attempt.on(shared.socket);
            if (count > 0) {
                shared.didNotWait(count);
            }
            while (count == 0 && wanted) {
                Outcome outcome = shared.block(interest, handle, timeout, operation);
                count = attempt.on(shared.socket);
                if (count == 0) {
                    Shared.check(outcome, operation);
                }
            }
            return count;
        } catch (NetException e) {
            throw e.withAddress(errorAddress());
        }
    }

    @Override
    public void readExact(ByteBuffer buffer) throws NetException {
        Reading.exactly(this, buffer, errorAddress());
    }

    @Override
    public byte[] readToEnd(int limit) throws NetException {
        return Reading.toEnd(this, limit, errorAddress());
    }

    @Override
    public int readToEnd(ByteBuffer buffer) throws NetException {
        return Reading.toEnd(this, buffer, errorAddress());
    }

    @Override
    public String readToString(int limit) throws NetException {
        return Reading.text(readToEnd(limit), errorAddress());
    }

    @Override
    public void awaitReadable() throws NetException {
        await(Interest.READABLE, shared.readTimeout.nanos(), "await readable");
    }

    @Override
    public void awaitReadable(Duration timeout) throws NetException {
        await(Interest.READABLE, Shared.positive(timeout, "await readable"), "await readable");
    }

    @Override
    public void awaitWritable() throws NetException {
        await(Interest.WRITABLE, shared.writeTimeout.nanos(), "await writable");
    }

    @Override
    public void awaitWritable(Duration timeout) throws NetException {
        await(Interest.WRITABLE, Shared.positive(timeout, "await writable"), "await writable");
    }

    private void await(Interest interest, long nanos, String operation) throws NetException {
        try {
            shared.awaitOnly(interest, handle, nanos, operation);
        } catch (NetException e) {
            throw e.withAddress(errorAddress());
        }
    }

    @Override
    public void setReadTimeout(Duration timeout) throws NetException {
        shared.readTimeout.set(timeout, "set read timeout");
    }

    @Override
    public void clearReadTimeout() {
        shared.readTimeout.clear();
    }

    @Override
    public Optional<Duration> readTimeout() {
        return shared.readTimeout.get();
    }

    @Override
    public void setWriteTimeout(Duration timeout) throws NetException {
        shared.writeTimeout.set(timeout, "set write timeout");
    }

    @Override
    public void clearWriteTimeout() {
        shared.writeTimeout.clear();
    }

    @Override
    public Optional<Duration> writeTimeout() {
        return shared.writeTimeout.get();
    }

    /// Whether calls that would wait fail with `WOULD_BLOCK` instead; a flag of the connection, seen by all
    /// clones.
    public boolean isNonBlocking() {
        return shared.nonBlocking;
    }

    /// Sets non-blocking mode, for all clones; [#awaitReadable()] and [#awaitWritable()] wait all the same.
    public void setNonBlocking(boolean nonBlocking) {
        shared.nonBlocking = nonBlocking;
    }

    /// How many bytes the system keeps that the peer has not taken yet (`SO_SNDBUF`); Linux says twice what it
    /// was asked for.
    public int sendBufferSize() throws NetException {
        return option(StandardSocketOptions.SO_SNDBUF);
    }

    /// Asks for a send buffer of that many bytes, at least 1 (`INVALID_INPUT`); the system takes it as a hint.
    public void setSendBufferSize(int bytes) throws NetException {
        setNumber(StandardSocketOptions.SO_SNDBUF, 1, Integer.MAX_VALUE, bytes);
    }

    /// How many bytes the system keeps for reads to come (`SO_RCVBUF`); Linux says twice what it was asked for.
    public int receiveBufferSize() throws NetException {
        return option(StandardSocketOptions.SO_RCVBUF);
    }

    /// Asks for a receive buffer of that many bytes, at least 1 (`INVALID_INPUT`); the system takes it as a
    /// hint.
    public void setReceiveBufferSize(int bytes) throws NetException {
        setNumber(StandardSocketOptions.SO_RCVBUF, 1, Integer.MAX_VALUE, bytes);
    }

    /// The failure that the system has noted for this socket, taken from it (`SO_ERROR`); empty for none.
    ///
    /// A failure that was taken is not taken again; one that ended the stream is still what every read fails
    /// with, once all that came before it has been read. `CLOSED`; `UNSUPPORTED` on the
    /// jdk platform.
    public Optional<NetException> takeError() throws NetException {
        try {
            shared.checkOpen(handle, "take error");
            return shared.socket.takeError().map(noted -> noted.withAddress(errorAddress()));
        } catch (NetException e) {
            throw e.withAddress(errorAddress());
        }
    }

    <T> T option(SocketOption<T> option) throws NetException {
        try {
            return shared.option(handle, option);
        } catch (NetException e) {
            throw e.withAddress(errorAddress());
        }
    }

    /// Sets an option that has to be within bounds: the system takes some that are not.
    void setNumber(SocketOption<Integer> option, int least, int most, int value) throws NetException {
        try {
            shared.setOption(handle, option, Check.within(least, most, value, "set " + option.name()));
        } catch (NetException e) {
            throw e.withAddress(errorAddress());
        }
    }

    <T> void setOption(SocketOption<T> option, T value) throws NetException {
        try {
            shared.setOption(handle, option, value);
        } catch (NetException e) {
            throw e.withAddress(errorAddress());
        }
    }

    @Override
    public void shutdown(Shutdown how) throws NetException {
        try {
            shared.checkOpen(handle, "shutdown");
            if (how != Shutdown.WRITE) {
                shared.socket.shutdownRead();
            }
            if (how != Shutdown.READ) {
                shared.socket.shutdownWrite();
            }
        } catch (NetException e) {
            throw e.withAddress(errorAddress());
        }
    }

    /// The address of this end.
    public A localAddress() {
        return shared.socket.localAddress();
    }

    /// The address of the other end, in the family of the socket; known also after the peer is gone or this is
    /// closed.
    public A peerAddress() {
        return shared.socket.peerAddress();
    }

    @Override
    public Optional<String> peerName() {
        return Optional.of(errorAddress().toString());
    }

    @Override
    public InputStream inputStream() {
        return new StreamInput(() -> this, this::close);
    }

    @Override
    public OutputStream outputStream() {
        return new StreamOutput(() -> this, this::close);
    }

    @Override
    public boolean isOpen() {
        return !handle.isClosed();
    }

    @Override
    public void close() throws NetException {
        shared.close(handle);
    }
}
