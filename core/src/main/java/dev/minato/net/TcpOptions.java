package dev.minato.net;

import dev.minato.net.option.Bounds;
import dev.minato.net.option.Settings;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.Setting;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Objects;

/// The options of a TCP socket that is still to be opened, a listener's and a connection's alike: tokio's
/// `TcpSocket`, as a value.
///
/// Begins with [TcpListener#options] or [TcpStream#options]. Each method returns new options and changes
/// nothing, so options can be kept, shared and used again; they hold no resource. IPv4 or IPv6 is decided by
/// the address.
///
/// A value that no socket can have is an [IllegalArgumentException] at once. What the kernel can do is found
/// out by [TcpListenerOptions#bind] and [TcpStreamOptions#connect]: `UNSUPPORTED` names what it lacks,
/// `INVALID_INPUT` what it does not take.
///
/// @param <O> the options themselves: what each method returns
public abstract sealed class TcpOptions<O extends TcpOptions<O>> permits TcpListenerOptions, TcpStreamOptions {
    final Settings settings;

    TcpOptions(Settings settings) {
        this.settings = settings;
    }

    /// Returns these options with other settings.
    abstract O with(Settings settings);

    final <T> O with(SocketOption<T> option, T value) {
        return with(settings.with(option, value));
    }

    /// Whether a local port that was used a moment ago may be bound (`SO_REUSEADDR`). On by default for a
    /// listener, except on Windows, where it would let two listeners have one port. A connection with a local
    /// port of its own needs it to come from a port that others have connected from, if they say so, too.
    public O reuseAddress(boolean reuse) {
        return with(StandardSocketOptions.SO_REUSEADDR, reuse);
    }

    /// Whether several sockets may have the same local port at once, if all of them say so (`SO_REUSEPORT`);
    /// Linux spreads connections over listeners that do. `UNSUPPORTED` on Windows.
    public O reusePort(boolean reuse) {
        return with(StandardSocketOptions.SO_REUSEPORT, reuse);
    }

    /// As [TcpStream#setSendBufferSize].
    ///
    /// @throws IllegalArgumentException if `bytes` is less than 1
    public O sendBufferSize(int bytes) {
        return with(StandardSocketOptions.SO_SNDBUF, Bounds.positive(bytes, "set SO_SNDBUF"));
    }

    /// As [TcpStream#setReceiveBufferSize]; before the connection, it also bounds the window that TCP offers.
    ///
    /// @throws IllegalArgumentException if `bytes` is less than 1
    public O receiveBufferSize(int bytes) {
        return with(StandardSocketOptions.SO_RCVBUF, Bounds.positive(bytes, "set SO_RCVBUF"));
    }

    /// As [TcpStream#setNoDelay].
    public O noDelay(boolean noDelay) {
        return with(StandardSocketOptions.TCP_NODELAY, noDelay);
    }

    /// As [TcpStream#setKeepAlive].
    public O keepAlive(boolean keepAlive) {
        return with(StandardSocketOptions.SO_KEEPALIVE, keepAlive);
    }

    /// Turns keep-alive on, with these times; as [TcpStream#setKeepAliveTimes].
    ///
    /// @throws IllegalArgumentException if one of the times, or the count, is not positive
    public O keepAlive(KeepAliveTimes times) {
        Settings all = settings.with(StandardSocketOptions.SO_KEEPALIVE, true);
        for (Setting<?> setting : Objects.requireNonNull(times, "times").settings()) {
            all = all.with(setting);
        }
        return with(all);
    }

    /// As [TcpStream#setLinger].
    ///
    /// @throws IllegalArgumentException if `linger` is negative
    public O linger(Duration linger) {
        return with(StandardSocketOptions.SO_LINGER, TcpStream.lingerSeconds(linger));
    }

    /// As [TcpStream#setTtl]. `UNSUPPORTED` on the jdk platform.
    ///
    /// @throws IllegalArgumentException if `ttl` is not from 1 to 255
    public O ttl(int ttl) {
        return with(PlatformOptions.TTL, Bounds.within(1, 255, ttl, "set TTL"));
    }

    /// As [TcpStream#setUserTimeout]. `UNSUPPORTED` on the jdk platform.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    public O userTimeout(Duration timeout) {
        return with(PlatformOptions.USER_TIMEOUT, TcpStream.userTimeoutMillis(timeout));
    }

    /// As [TcpStream#setNotSentLowWaterMark]; the connections that a listener accepts inherit it. `UNSUPPORTED` on
    /// the jdk platform.
    ///
    /// @throws IllegalArgumentException if `bytes` is less than 1
    public O notSentLowWaterMark(int bytes) {
        return with(PlatformOptions.NOT_SENT_LOW_WATER_MARK, Bounds.positive(bytes, "set TCP_NOTSENT_LOWAT"));
    }

    /// Uses one network interface only, by its name, such as `eth0` (`SO_BINDTODEVICE`); empty for all.
    /// `NOT_FOUND` if there is none, `PERMISSION_DENIED`. `UNSUPPORTED` on the jdk platform.
    public O bindDevice(String name) {
        return with(PlatformOptions.BIND_DEVICE, Objects.requireNonNull(name, "name"));
    }
}
