package dev.minato.net;

import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.platform.Interest;
import dev.minato.platform.TrySocket;
import dev.minato.platform.wait.Deadline;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Optional;

/// A socket that bytes or datagrams go through, unlike a listener: timeouts, waits and buffers of two
/// directions.
///
/// @param <A> its addresses
/// @param <S> the platform's socket
abstract class DataSocket<A, S extends TrySocket<A>> extends NetSocket<A, S> {
    DataSocket(SocketHandle<S> handle) {
        super(handle);
    }

    /// Blocks until a read or receive may succeed, or report the end or a failure, without holding a buffer
    /// meanwhile; the read timeout applies, also in non-blocking mode.
    public void awaitReadable() throws NetException {
        handle.await(Interest.READABLE, handle.readTimeout().nanos(), "await readable");
    }

    /// As [#awaitReadable()], for at most `timeout` in place of the read timeout: `TIMED_OUT`. A `timeout` of
    /// zero or less has passed: the call looks once.
    public void awaitReadable(Duration timeout) throws NetException {
        handle.await(Interest.READABLE, Deadline.left(timeout), "await readable");
    }

    /// Blocks until a write or send may succeed, or fail; the write timeout applies, also in non-blocking
    /// mode.
    public void awaitWritable() throws NetException {
        handle.await(Interest.WRITABLE, handle.writeTimeout().nanos(), "await writable");
    }

    /// As [#awaitWritable()], for at most `timeout` in place of the write timeout: `TIMED_OUT`. A `timeout` of
    /// zero or less has passed: the call looks once.
    public void awaitWritable(Duration timeout) throws NetException {
        handle.await(Interest.WRITABLE, Deadline.left(timeout), "await writable");
    }

    /// Bounds each wait of a read or receive; every clone sees it. Very long ones are unbounded.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    public void setReadTimeout(Duration timeout) {
        handle.readTimeout().set(timeout, "set read timeout");
    }

    /// Lets reads and receives wait forever again.
    public void clearReadTimeout() {
        handle.readTimeout().clear();
    }

    /// The bound on each wait of a read or receive; empty for none, which is the default.
    public Optional<Duration> readTimeout() {
        return handle.readTimeout().get();
    }

    /// Bounds each wait of a write or send; every clone sees it.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    public void setWriteTimeout(Duration timeout) {
        handle.writeTimeout().set(timeout, "set write timeout");
    }

    /// Lets writes and sends wait forever again.
    public void clearWriteTimeout() {
        handle.writeTimeout().clear();
    }

    /// The bound on each wait of a write or send; empty for none, which is the default.
    public Optional<Duration> writeTimeout() {
        return handle.writeTimeout().get();
    }

    /// How many bytes the kernel keeps of what was written or sent and has not left yet (`SO_SNDBUF`); Linux
    /// says twice what it was asked for.
    public int sendBufferSize() throws NetException {
        return option(StandardSocketOptions.SO_SNDBUF);
    }

    /// Asks for a send buffer of that many bytes; the kernel takes it as a hint (Linux doubles it, for its own
    /// needs, within limits).
    ///
    /// @throws IllegalArgumentException if `bytes` is less than 1
    public void setSendBufferSize(int bytes) throws NetException {
        setNumber(StandardSocketOptions.SO_SNDBUF, 1, Integer.MAX_VALUE, bytes);
    }

    /// How many bytes the kernel keeps for reads and receives to come (`SO_RCVBUF`); datagrams beyond it are
    /// dropped.
    public int receiveBufferSize() throws NetException {
        return option(StandardSocketOptions.SO_RCVBUF);
    }

    /// Asks for a receive buffer of that many bytes; as [#setSendBufferSize].
    public void setReceiveBufferSize(int bytes) throws NetException {
        setNumber(StandardSocketOptions.SO_RCVBUF, 1, Integer.MAX_VALUE, bytes);
    }
}
