package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.net.handle.Timeout;
import dev.minato.net.option.Durations;
import dev.minato.platform.Platform;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.Setting;
import dev.minato.platform.TryStream;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// A TCP connection.
///
/// {@snippet file="dev/minato/examples/tcp/EchoClient.java" region="client"}
///
/// See [ByteStream] for how reads and writes wait, end and fail. A clone is a second handle on the same
/// connection; the connection closes with its last handle. `TCP_NODELAY` is off by default.
/// Modelled on Rust's `std::net::TcpStream`; the protocol is RFC 9293.
///
/// On the jdk platform, what was peeked at is kept in memory (16 KiB at most), and counts as read for the
/// peer; `ttl`, `userTimeout`, `notSentLowWaterMark`, `unsentBytes` and `takeError` are `UNSUPPORTED`.
///
/// Differs from Rust on purpose: an expired timeout is always `TIMED_OUT`; a reset is sticky, every later read
/// fails with it; shutting down twice is no error; the peer's address stays known after the peer is gone.
public final class TcpStream extends SocketStream<SocketAddr> implements ByteStream, Pollable {
    private static final int MAX_LINGER = 65_535;

    TcpStream(Platform platform, TryStream<SocketAddr> socket) {
        this(SocketHandle.of(platform, socket, TryStream::peerAddress));
    }

    private TcpStream(SocketHandle<TryStream<SocketAddr>> handle) {
        super(handle);
    }

    /// A connection with options of its own: see [TcpStreamOptions].
    ///
    /// {@snippet file="dev/minato/examples/tcp/Options.java" region="client"}
    public static TcpStreamOptions options() {
        return TcpStreamOptions.DEFAULTS;
    }

    /// Connects to `"host:port"`: a name, an IPv4 address, or an IPv6 address in brackets.
    ///
    /// A name with several addresses is tried as RFC 8305 ("Happy Eyeballs") says: IPv6 and IPv4 in turn,
    /// beginning with the family of the first; the next one when the one before has failed or has not answered
    /// for 250 ms; the first that connects is taken, the others are closed. If all fail, the last failure is
    /// thrown, with the others suppressed in it. [TcpStreamOptions#addressOrder] has the strict order of Rust's
    /// std. Waits as long as the kernel tries, or until the deadline of the scope.
    ///
    /// `INVALID_INPUT` for text that is no address, `HOST_NOT_FOUND`, `CONNECTION_REFUSED`,
    /// `HOST_UNREACHABLE`, `NETWORK_UNREACHABLE`, `TIMED_OUT`, `INTERRUPTED`, `TOO_MANY_OPEN_FILES`. A failed
    /// call leaves nothing open.
    public static TcpStream connect(String hostAndPort) throws NetException {
        return options().connect(hostAndPort);
    }

    /// Connects to a host, by name or address, and a port; as [#connect(String)].
    ///
    /// @throws IllegalArgumentException if the port is not from 0 to 65535
    public static TcpStream connect(String host, int port) throws NetException {
        return options().connect(host, port);
    }

    /// Connects to an address; as [#connect(String)].
    public static TcpStream connect(SocketAddr address) throws NetException {
        return options().connect(address);
    }

    /// Connects as [#connect(String)], within `timeout`: name look-up and all addresses together. `TIMED_OUT`
    /// when it has passed.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive; nothing was tried then
    public static TcpStream connect(String hostAndPort, Duration timeout) throws NetException {
        return options().connect(hostAndPort, timeout);
    }

    /// Connects to a host and a port within `timeout`; as [#connect(String, Duration)].
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive, or the port not from 0 to 65535
    public static TcpStream connect(String host, int port, Duration timeout) throws NetException {
        return options().connect(host, port, timeout);
    }

    /// Connects to an address within `timeout`; as [#connect(String, Duration)].
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive; nothing was tried then
    public static TcpStream connect(SocketAddr address, Duration timeout) throws NetException {
        return options().connect(address, timeout);
    }

    /// Whether small writes are sent at once, without waiting for the acknowledgement of earlier ones
    /// (`TCP_NODELAY`).
    public boolean noDelay() throws NetException {
        return option(StandardSocketOptions.TCP_NODELAY);
    }

    /// Turns `TCP_NODELAY` on or off. `CLOSED`.
    public void setNoDelay(boolean noDelay) throws NetException {
        setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
    }

    /// How long closing goes on sending what was written (`SO_LINGER`); empty for the default, that the kernel
    /// sends it after the close.
    public Optional<Duration> linger() throws NetException {
        int seconds = option(StandardSocketOptions.SO_LINGER);
        return seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    /// Makes the close that ends the connection wait, for at most `linger`, until the peer has acknowledged
    /// all that was written; what is left then is dropped.
    ///
    /// Zero drops it at once and resets the connection, see [#closeReset]. Fractions of a second are rounded
    /// up, so that none becomes zero; at most 65,535 s. `CLOSED`.
    ///
    /// @throws IllegalArgumentException if `linger` is negative
    public void setLinger(Duration linger) throws NetException {
        setOption(StandardSocketOptions.SO_LINGER, lingerSeconds(linger));
    }

    static int lingerSeconds(Duration linger) {
        return Durations.ceilSeconds(Objects.requireNonNull(linger, "linger"), MAX_LINGER, "set SO_LINGER");
    }

    /// Goes back to the default: close returns at once, and the kernel sends what was written.
    public void clearLinger() throws NetException {
        setOption(StandardSocketOptions.SO_LINGER, -1);
    }

    /// Closes this handle, and with the last one the connection, by a reset: what was written and not sent yet
    /// is dropped, and the peer's reads fail with `CONNECTION_RESET`. Of a closed handle, does nothing.
    ///
    /// For a peer that breaks the protocol. It sets the linger time of the connection to zero, so
    /// with clones the reset comes with the last close. Of a stream that was split it closes both halves.
    public void closeReset() throws NetException {
        if (isOpen()) {
            try (this) {
                setLinger(Duration.ZERO);
            }
        }
    }

    /// Whether acknowledgements are sent at once (`TCP_QUICKACK`). The kernel turns it off on its own. Linux
    /// only, else `UNSUPPORTED`.
    public boolean quickAck() throws NetException {
        return option(PlatformOptions.QUICK_ACK);
    }

    /// Has acknowledgements sent at once, for now: the kernel soon turns it off again, so set it again
    /// before each wait that is to profit. Linux only, else `UNSUPPORTED`.
    public void setQuickAck(boolean quickAck) throws NetException {
        setOption(PlatformOptions.QUICK_ACK, quickAck);
    }

    /// How many hops a packet may make (`IP_TTL`, or `IPV6_UNICAST_HOPS`). `UNSUPPORTED` on the jdk platform.
    public int ttl() throws NetException {
        return option(PlatformOptions.TTL);
    }

    /// Sets how many hops a packet may make, 1 to 255. `UNSUPPORTED` on the jdk platform.
    ///
    /// @throws IllegalArgumentException if `ttl` is not from 1 to 255
    public void setTtl(int ttl) throws NetException {
        setNumber(PlatformOptions.TTL, 1, 255, ttl);
    }

    /// Whether a silent peer is probed now and then (`SO_KEEPALIVE`); off by default.
    public boolean keepAlive() throws NetException {
        return option(StandardSocketOptions.SO_KEEPALIVE);
    }

    /// Turns probing on or off; [#setKeepAliveTimes] says when. A peer that does not answer ends the
    /// connection with `TIMED_OUT`.
    public void setKeepAlive(boolean keepAlive) throws NetException {
        setOption(StandardSocketOptions.SO_KEEPALIVE, keepAlive);
    }

    /// When a silent peer is probed, if it is. `UNSUPPORTED` where the kernel has no such times.
    public KeepAliveTimes keepAliveTimes() throws NetException {
        return new KeepAliveTimes(
                Duration.ofSeconds(option(PlatformOptions.KEEP_ALIVE_IDLE)),
                Duration.ofSeconds(option(PlatformOptions.KEEP_ALIVE_INTERVAL)),
                option(PlatformOptions.KEEP_ALIVE_COUNT));
    }

    /// Sets when a silent peer is probed; does not turn probing on. `INVALID_INPUT` for more than the kernel
    /// takes, and where it has no such times `UNSUPPORTED`.
    ///
    /// @throws IllegalArgumentException if one of the times, or the count, is not positive
    public void setKeepAliveTimes(KeepAliveTimes times) throws NetException {
        for (Setting<?> setting : Objects.requireNonNull(times, "times").settings()) {
            set(setting);
        }
    }

    private <T> void set(Setting<T> setting) throws NetException {
        setOption(setting.option(), setting.value());
    }

    /// How long written data may stay unacknowledged before the connection ends with `TIMED_OUT` (RFC 5482,
    /// `TCP_USER_TIMEOUT`); empty for the kernel's own time. `UNSUPPORTED` on the jdk platform.
    public Optional<Duration> userTimeout() throws NetException {
        int millis = option(PlatformOptions.USER_TIMEOUT);
        return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    /// Bounds how long written data may stay unacknowledged; fractions of a millisecond are rounded up.
    /// `UNSUPPORTED` on the jdk platform.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    public void setUserTimeout(Duration timeout) throws NetException {
        setOption(PlatformOptions.USER_TIMEOUT, userTimeoutMillis(timeout));
    }

    static int userTimeoutMillis(Duration timeout) {
        Timeout.positiveNanos(timeout, "set TCP_USER_TIMEOUT");
        return Durations.ceilMillis(timeout, Integer.MAX_VALUE, "set TCP_USER_TIMEOUT");
    }

    /// Goes back to the kernel's own time. `UNSUPPORTED` on the jdk platform.
    public void clearUserTimeout() throws NetException {
        setOption(PlatformOptions.USER_TIMEOUT, 0);
    }

    /// How many bytes were written and not sent yet, not even once: what the kernel holds because the peer reads
    /// slowly, or the network is full (`SIOCOUTQNSD`).
    ///
    /// 0 for a peer that keeps up, however long the way is: bytes that are under way, sent and not acknowledged,
    /// are not counted. Bytes that are still in a buffer of this program are not, either. A shutdown of writing
    /// that waits behind unsent bytes counts as one. Once the connection has ended, the number means nothing.
    /// Does not wait. `CLOSED`. `UNSUPPORTED` on the jdk platform. A [UnixStream] has no such count: its bytes are
    /// in the peer's queue as soon as they are written.
    public long unsentBytes() throws NetException {
        return option(PlatformOptions.UNSENT_BYTES);
    }

    /// How many unsent bytes make a write wait (`TCP_NOTSENT_LOWAT`); empty for the kernel's own bound, which on
    /// Linux is `net.ipv4.tcp_notsent_lowat`, by default none. `UNSUPPORTED` on the jdk platform.
    public OptionalInt notSentLowWaterMark() throws NetException {
        int bytes = option(PlatformOptions.NOT_SENT_LOW_WATER_MARK);
        return bytes == 0 ? OptionalInt.empty() : OptionalInt.of(bytes);
    }

    /// Bounds how much the kernel takes ahead of what it can send: while `bytes` or more are unsent, writes wait,
    /// and they go on once half of it is sent.
    ///
    /// For whoever pushes to slow readers: what is newer than the mark stays in the program, where it can still be
    /// replaced or dropped. The send buffer remains as large as a fast network needs it, since bytes that are under
    /// way do not count. One write may go beyond the mark by what the kernel takes at once, some ten kilobytes.
    /// `UNSUPPORTED` on the jdk platform. See tcp(7).
    ///
    /// @throws IllegalArgumentException if `bytes` is less than 1
    public void setNotSentLowWaterMark(int bytes) throws NetException {
        setNumber(PlatformOptions.NOT_SENT_LOW_WATER_MARK, 1, Integer.MAX_VALUE, bytes);
    }

    /// Goes back to the kernel's own bound. `UNSUPPORTED` on the jdk platform.
    public void clearNotSentLowWaterMark() throws NetException {
        setOption(PlatformOptions.NOT_SENT_LOW_WATER_MARK, 0);
    }

    /// A second handle on the same connection, with the same options and timeouts, to read here and write
    /// there.
    ///
    /// Closing one does not close the other, nor tell the peer; the last close does. `CLOSED` if this one is
    /// closed.
    ///
    /// {@snippet file="dev/minato/examples/tcp/LineEcho.java" region="clone"}
    @Override
    public TcpStream tryClone() throws NetException {
        return new TcpStream(handle.tryClone());
    }

    /// Parts the connection; as [ByteStream#split]. The clones that there may be are no part of it.
    @Override
    public Halves<TcpStream> split() throws NetException {
        TcpStream writer = tryClone();
        closesWith(writer);
        return Halves.of(new TcpStream(handle), writer);
    }

    /// `tcp 127.0.0.1:50000 → 127.0.0.1:7878`.
    @Override
    public String toString() {
        return "tcp " + localAddress() + " → " + peerAddress();
    }
}
