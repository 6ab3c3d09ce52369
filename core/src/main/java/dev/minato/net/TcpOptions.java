package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.connect.ConnectSettings;
import dev.minato.net.connect.Target;
import dev.minato.net.handle.Timeout;
import dev.minato.net.option.Bounds;
import dev.minato.net.option.Settings;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.Setting;
import dev.minato.platform.wait.Deadline;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The options of a TCP socket before it listens or connects: tokio's `TcpSocket`, as a value.
///
/// Begins with [TcpListener#options] or [TcpStream#options]. Each method returns new options and changes
/// nothing, so options can be kept, shared and used again; they hold no resource. What the kernel can do is
/// found out by [#listen] and [#connect]: `UNSUPPORTED` names what it lacks, `INVALID_INPUT` what it does not
/// take. IPv4 or IPv6 is decided by the address.
///
/// A listener's connections have the options of the listener, too: [#noDelay], [#keepAlive], [#linger],
/// [#ttl], [#userTimeout] and the buffer sizes.
///
/// {@snippet file="dev/minato/examples/tcp/Options.java" region="server"}
public final class TcpOptions {
    static final TcpOptions DEFAULTS =
            new TcpOptions(Settings.NONE, 1024, Optional.empty(), Deadline.NEVER, AddressOrder.RACING);

    private final Settings settings;
    private final int backlog;
    private final Optional<SocketAddr> local;
    private final long connectTimeout;
    private final AddressOrder order;

    private TcpOptions(
            Settings settings, int backlog, Optional<SocketAddr> local, long connectTimeout, AddressOrder order) {
        this.settings = settings;
        this.backlog = backlog;
        this.local = local;
        this.connectTimeout = connectTimeout;
        this.order = order;
    }

    private <T> TcpOptions with(SocketOption<T> option, T value) {
        return with(settings.with(option, value));
    }

    private TcpOptions with(Settings settings) {
        return new TcpOptions(settings, backlog, local, connectTimeout, order);
    }

    /// Whether a listener may take a port that was used a moment ago (`SO_REUSEADDR`). On by default, except
    /// on Windows, where it would let two listeners have one port.
    public TcpOptions reuseAddress(boolean reuse) {
        return with(StandardSocketOptions.SO_REUSEADDR, reuse);
    }

    /// Whether several listeners may have the same port at once, if all of them say so (`SO_REUSEPORT`): Linux
    /// spreads connections over them. `UNSUPPORTED` on Windows.
    public TcpOptions reusePort(boolean reuse) {
        return with(StandardSocketOptions.SO_REUSEPORT, reuse);
    }

    /// How many connections may wait to be accepted; defaults to 1,024. The kernel may hold fewer
    /// (`net.core.somaxconn` on Linux). `INVALID_INPUT` for less than 1.
    public TcpOptions backlog(int backlog) throws NetException {
        if (backlog < 1) {
            throw NetException.of(ErrorKind.INVALID_INPUT, "set backlog", "it must be positive, not " + backlog);
        }
        return new TcpOptions(settings, backlog, local, connectTimeout, order);
    }

    /// Whether an IPv6 socket is for IPv6 alone (`IPV6_V6ONLY`); an IPv4 socket takes no notice. The kernel
    /// decides otherwise: on Linux, `[::]` takes IPv4, too. `UNSUPPORTED` on the jdk platform.
    public TcpOptions onlyV6(boolean only) {
        return with(PlatformOptions.ONLY_V6, only);
    }

    /// As [TcpStream#setSendBufferSize].
    public TcpOptions sendBufferSize(int bytes) throws NetException {
        return with(StandardSocketOptions.SO_SNDBUF, Bounds.positive(bytes, "set SO_SNDBUF"));
    }

    /// As [TcpStream#setReceiveBufferSize]; before the connection, it also bounds the window that TCP offers.
    public TcpOptions receiveBufferSize(int bytes) throws NetException {
        return with(StandardSocketOptions.SO_RCVBUF, Bounds.positive(bytes, "set SO_RCVBUF"));
    }

    /// As [TcpStream#setNoDelay].
    public TcpOptions noDelay(boolean noDelay) {
        return with(StandardSocketOptions.TCP_NODELAY, noDelay);
    }

    /// As [TcpStream#setKeepAlive].
    public TcpOptions keepAlive(boolean keepAlive) {
        return with(StandardSocketOptions.SO_KEEPALIVE, keepAlive);
    }

    /// Turns keep-alive on, with these times; as [TcpStream#setKeepAliveTimes].
    public TcpOptions keepAlive(KeepAliveTimes times) throws NetException {
        Settings all = settings.with(StandardSocketOptions.SO_KEEPALIVE, true);
        for (Setting<?> setting : times.settings()) {
            all = all.with(setting);
        }
        return with(all);
    }

    /// As [TcpStream#setLinger].
    public TcpOptions linger(Duration linger) throws NetException {
        return with(StandardSocketOptions.SO_LINGER, TcpStream.lingerSeconds(linger));
    }

    /// As [TcpStream#setTtl]. `UNSUPPORTED` on the jdk platform.
    public TcpOptions ttl(int ttl) throws NetException {
        return with(PlatformOptions.TTL, Bounds.within(1, 255, ttl, "set TTL"));
    }

    /// As [TcpStream#setUserTimeout]. `UNSUPPORTED` on the jdk platform.
    public TcpOptions userTimeout(Duration timeout) throws NetException {
        return with(PlatformOptions.USER_TIMEOUT, TcpStream.userTimeoutMillis(timeout));
    }

    /// Uses one network interface only, by its name, such as `eth0` (`SO_BINDTODEVICE`); empty for all.
    /// `NOT_FOUND` if there is none, `PERMISSION_DENIED`. `UNSUPPORTED` on the jdk platform.
    public TcpOptions bindDevice(String name) {
        return with(PlatformOptions.BIND_DEVICE, name);
    }

    /// The address to connect from; port 0 lets the kernel choose. Of no meaning for a listener.
    ///
    /// Connecting then also fails with `ADDRESS_NOT_AVAILABLE`, `ADDRESS_IN_USE`, `PERMISSION_DENIED`.
    /// Addresses of a name that are of the other family are passed over; `ADDRESS_FAMILY_UNSUPPORTED` if there
    /// are no others.
    public TcpOptions localAddress(SocketAddr local) {
        return new TcpOptions(settings, backlog, Optional.of(local), connectTimeout, order);
    }

    /// Bounds [#connect]: name look-up and all addresses together. `INVALID_INPUT` if it is not positive.
    public TcpOptions connectTimeout(Duration timeout) throws NetException {
        return new TcpOptions(settings, backlog, local, Timeout.positiveNanos(timeout, "connect"), order);
    }

    /// How the addresses of a name are tried; defaults to [AddressOrder#RACING].
    public TcpOptions addressOrder(AddressOrder order) {
        return new TcpOptions(settings, backlog, local, connectTimeout, order);
    }

    /// Binds and listens; as [TcpListener#bind(String)].
    public TcpListener listen(String hostAndPort) throws NetException {
        return TcpListener.bind(Target.of(hostAndPort), this);
    }

    /// Binds to a host and a port, and listens; as [TcpListener#bind(String)].
    public TcpListener listen(String host, int port) throws NetException {
        return TcpListener.bind(Target.of(host, port), this);
    }

    /// Binds to an address and listens; as [TcpListener#bind(String)].
    public TcpListener listen(SocketAddr address) throws NetException {
        return TcpListener.bind(Target.of(address), this);
    }

    /// Binds to an address and listens; as [TcpListener#bind(String)].
    public TcpListener listen(InetSocketAddress address) throws NetException {
        return TcpListener.bind(Target.of(address), this);
    }

    /// Connects; as [TcpStream#connect(String)].
    public TcpStream connect(String hostAndPort) throws NetException {
        return connect(Target.of(hostAndPort));
    }

    /// Connects to a host and a port; as [TcpStream#connect(String)].
    public TcpStream connect(String host, int port) throws NetException {
        return connect(Target.of(host, port));
    }

    /// Connects to an address; as [TcpStream#connect(String)].
    public TcpStream connect(SocketAddr address) throws NetException {
        return connect(Target.of(address));
    }

    /// Connects to an address; as [TcpStream#connect(String)].
    public TcpStream connect(InetSocketAddress address) throws NetException {
        return connect(Target.of(address));
    }

    int backlog() {
        return backlog;
    }

    /// Returns what to set on a listener for that address.
    List<Setting<?>> settings(SocketAddr address) {
        return settings.of(address);
    }

    ConnectSettings connectSettings() {
        return new ConnectSettings(settings, local, order == AddressOrder.RACING);
    }

    private TcpStream connect(Target target) throws NetException {
        return TcpStream.connect(target, connectSettings(), connectTimeout);
    }
}
