package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.platform.Deadline;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Outcome;
import dev.minato.platform.Platform;
import dev.minato.platform.TryStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// A TCP connection.
///
/// {@snippet file="dev/minato/examples/tcp/EchoClient.java" region="client"}
///
/// See [ByteStream] for how reads and writes wait, end and fail. A clone is a second handle on the same
/// connection; the connection closes with its last handle. `TCP_NODELAY` is off at first, as the system has it.
/// Modelled on Rust's `std::net::TcpStream`; the protocol is RFC 9293.
///
/// Differs from Rust on purpose: an expired timeout is always `TIMED_OUT`; a reset is sticky, every later read
/// fails with it; shutting down twice is no error; the peer's address stays known after the peer is gone.
public final class TcpStream implements ByteStream {
    private final Shared<TryStream<SocketAddr>> shared;
    private final Handle handle;

    TcpStream(Platform platform, TryStream<SocketAddr> socket) {
        this(new Shared<>(platform, socket), new Handle());
    }

    private TcpStream(Shared<TryStream<SocketAddr>> shared, Handle handle) {
        this.shared = shared;
        this.handle = handle;
    }

    /// Connects to `"host:port"`: a name, an IPv4 address, or an IPv6 address in brackets.
    ///
    /// Each address of a name is tried in turn; if all fail, the last failure is thrown. Waits as long as the
    /// system tries, or until the deadline of the scope.
    ///
    /// `INVALID_INPUT` for text that is no address, `HOST_NOT_FOUND`, `CONNECTION_REFUSED`, `HOST_UNREACHABLE`,
    /// `NETWORK_UNREACHABLE`, `TIMED_OUT`, `INTERRUPTED`, `TOO_MANY_OPEN_FILES`. A failed call leaves nothing
    /// open.
    public static TcpStream connect(String hostAndPort) throws NetException {
        return connect(Target.of(hostAndPort), Deadline.NEVER);
    }

    /// Connects to a host, by name or address, and a port; as [#connect(String)].
    public static TcpStream connect(String host, int port) throws NetException {
        return connect(Target.of(host, port), Deadline.NEVER);
    }

    /// Connects to an address; as [#connect(String)].
    public static TcpStream connect(SocketAddr address) throws NetException {
        return connect(Target.of(address), Deadline.NEVER);
    }

    /// Connects to an address, looking its name up if it is unresolved; as [#connect(String)].
    public static TcpStream connect(InetSocketAddress address) throws NetException {
        return connect(Target.of(address), Deadline.NEVER);
    }

    /// Connects as [#connect(String)], within `timeout`: name look-up and all addresses together.
    ///
    /// `TIMED_OUT` when it has passed; `INVALID_INPUT` if it is not positive, and then nothing was tried.
    public static TcpStream connectTimeout(String hostAndPort, Duration timeout) throws NetException {
        return connect(Target.of(hostAndPort), Shared.positive(timeout, "connect"));
    }

    /// Connects to a host and a port; as [#connectTimeout(String, Duration)].
    public static TcpStream connectTimeout(String host, int port, Duration timeout) throws NetException {
        return connect(Target.of(host, port), Shared.positive(timeout, "connect"));
    }

    /// Connects to an address; as [#connectTimeout(String, Duration)].
    public static TcpStream connectTimeout(SocketAddr address, Duration timeout) throws NetException {
        return connect(Target.of(address), Shared.positive(timeout, "connect"));
    }

    /// Connects to an address; as [#connectTimeout(String, Duration)].
    public static TcpStream connectTimeout(InetSocketAddress address, Duration timeout) throws NetException {
        return connect(Target.of(address), Shared.positive(timeout, "connect"));
    }

    private static TcpStream connect(Target target, long timeoutNanos) throws NetException {
        return Connecting.to(target, timeoutNanos);
    }

    @Override
    public int read(ByteBuffer buffer) throws NetException {
        try {
            shared.checkOpen(handle, "read");
            int count = shared.tryFirst(Interest.READABLE) ? shared.socket.tryRead(buffer) : 0;
            if (count > 0) {
                shared.didNotWait();
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
            throw e.withAddress(peerAddress());
        }
    }

    @Override
    public int tryRead(ByteBuffer buffer) throws NetException {
        try {
            shared.checkOpen(handle, "read");
            return shared.socket.tryRead(buffer);
        } catch (NetException e) {
            throw e.withAddress(peerAddress());
        }
    }

    @Override
    public int write(ByteBuffer buffer) throws NetException {
        try {
            shared.checkOpen(handle, "write");
            int count = shared.tryFirst(Interest.WRITABLE) ? shared.socket.tryWrite(buffer) : 0;
            if (count > 0) {
                shared.didNotWait();
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
            throw e.withAddress(peerAddress());
        }
    }

    @Override
    public int tryWrite(ByteBuffer buffer) throws NetException {
        try {
            shared.checkOpen(handle, "write");
            return shared.socket.tryWrite(buffer);
        } catch (NetException e) {
            throw e.withAddress(peerAddress());
        }
    }

    @Override
    public void readExact(ByteBuffer buffer) throws NetException {
        Reading.exactly(this, buffer, peerAddress());
    }

    @Override
    public byte[] readToEnd(int limit) throws NetException {
        return Reading.toEnd(this, limit, peerAddress());
    }

    @Override
    public String readToString(int limit) throws NetException {
        return Reading.text(readToEnd(limit), peerAddress());
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
            throw e.withAddress(peerAddress());
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

    /// Whether small writes are sent at once, without waiting for the acknowledgement of earlier ones
    /// (`TCP_NODELAY`).
    public boolean noDelay() throws NetException {
        return shared.option(handle, StandardSocketOptions.TCP_NODELAY);
    }

    /// Turns `TCP_NODELAY` on or off. `CLOSED`.
    public void setNoDelay(boolean noDelay) throws NetException {
        shared.setOption(handle, StandardSocketOptions.TCP_NODELAY, noDelay);
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
            throw e.withAddress(peerAddress());
        }
    }

    /// A second handle on the same connection, with the same options and timeouts, to read here and write
    /// there.
    ///
    /// Closing one does not close the other, nor tell the peer; the last close does. `CLOSED` if this one is
    /// closed.
    ///
    /// {@snippet file="dev/minato/examples/tcp/LineEcho.java" region="clone"}
    public TcpStream tryClone() throws NetException {
        return new TcpStream(shared, shared.clone(handle));
    }

    /// The address of this end.
    public SocketAddr localAddress() {
        return shared.socket.localAddress();
    }

    /// The address of the other end, in the family of the socket; known also after the peer is gone or this is
    /// closed.
    public SocketAddr peerAddress() {
        return shared.socket.peerAddress();
    }

    @Override
    public InputStream inputStream() {
        return new StreamInput(this);
    }

    @Override
    public OutputStream outputStream() {
        return new StreamOutput(this);
    }

    @Override
    public boolean isOpen() {
        return !handle.isClosed();
    }

    @Override
    public void close() throws NetException {
        shared.close(handle);
    }

    /// `tcp 127.0.0.1:50000 → 127.0.0.1:7878`.
    @Override
    public String toString() {
        return "tcp " + localAddress() + " → " + peerAddress();
    }
}
