package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.connect.ConnectSettings;
import dev.minato.net.connect.Target;
import dev.minato.net.connect.TcpConnector;
import dev.minato.net.handle.Timeout;
import dev.minato.net.option.Settings;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// The options of a TCP connection that is still to be made: those of [TcpOptions], and what is a client's
/// alone.
///
/// Begins with [TcpStream#options], ends in [#connect].
///
/// {@snippet file="dev/minato/examples/tcp/Options.java" region="client"}
public final class TcpStreamOptions extends TcpOptions<TcpStreamOptions> {
    static final TcpStreamOptions DEFAULTS = new TcpStreamOptions(Settings.NONE, Optional.empty(), AddressOrder.RACING);

    private final Optional<SocketAddr> local;
    private final AddressOrder order;

    private TcpStreamOptions(Settings settings, Optional<SocketAddr> local, AddressOrder order) {
        super(settings);
        this.local = local;
        this.order = order;
    }

    @Override
    TcpStreamOptions with(Settings settings) {
        return new TcpStreamOptions(settings, local, order);
    }

    /// The address to connect from; port 0 lets the kernel choose.
    ///
    /// Connecting then also fails with `ADDRESS_NOT_AVAILABLE`, `ADDRESS_IN_USE`, `PERMISSION_DENIED`.
    /// Addresses of a name that are of the other family are passed over; `ADDRESS_FAMILY_UNSUPPORTED` if there
    /// are no others.
    public TcpStreamOptions localAddress(SocketAddr local) {
        return new TcpStreamOptions(settings, Optional.of(Objects.requireNonNull(local, "local")), order);
    }

    /// How the addresses of a name are tried; defaults to [AddressOrder#RACING].
    public TcpStreamOptions addressOrder(AddressOrder order) {
        return new TcpStreamOptions(settings, local, Objects.requireNonNull(order, "order"));
    }

    /// Connects to `"host:port"`; as [TcpStream#connect(String)].
    public TcpStream connect(String hostAndPort) throws NetException {
        return connect(Target.of(hostAndPort), Deadline.NEVER);
    }

    /// Connects to a host and a port; as [TcpStream#connect(String, int)].
    public TcpStream connect(String host, int port) throws NetException {
        return connect(Target.of(host, port), Deadline.NEVER);
    }

    /// Connects to an address; as [TcpStream#connect(SocketAddr)].
    public TcpStream connect(SocketAddr address) throws NetException {
        return connect(Target.of(address), Deadline.NEVER);
    }

    /// Connects to `"host:port"` within `timeout`; as [TcpStream#connect(String, Duration)].
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    public TcpStream connect(String hostAndPort, Duration timeout) throws NetException {
        return connect(Target.of(hostAndPort), Timeout.positiveNanos(timeout, "connect"));
    }

    /// Connects to a host and a port within `timeout`; as [TcpStream#connect(String, Duration)].
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive, or the port not from 0 to 65535
    public TcpStream connect(String host, int port, Duration timeout) throws NetException {
        return connect(Target.of(host, port), Timeout.positiveNanos(timeout, "connect"));
    }

    /// Connects to an address within `timeout`; as [TcpStream#connect(String, Duration)].
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    public TcpStream connect(SocketAddr address, Duration timeout) throws NetException {
        return connect(Target.of(address), Timeout.positiveNanos(timeout, "connect"));
    }

    private TcpStream connect(Target target, long timeoutNanos) throws NetException {
        Platform platform = Platform.current();
        var connectSettings = new ConnectSettings(settings, local, order == AddressOrder.RACING);
        return new TcpStream(platform, TcpConnector.connect(platform, target, connectSettings, timeoutNanos));
    }
}
