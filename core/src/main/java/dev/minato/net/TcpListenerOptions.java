package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.connect.Target;
import dev.minato.net.option.Bounds;
import dev.minato.net.option.Settings;
import dev.minato.platform.Platform;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.TryListener;

/// The options of a TCP listener: those of [TcpOptions], which its connections have as well, and what is a
/// listener's alone.
///
/// Begins with [TcpListener#options], ends in [#bind].
///
/// {@snippet file="dev/minato/examples/tcp/Options.java" region="server"}
public final class TcpListenerOptions extends TcpOptions<TcpListenerOptions> {
    static final TcpListenerOptions DEFAULTS = new TcpListenerOptions(Settings.NONE, 1024);

    private final int backlog;

    private TcpListenerOptions(Settings settings, int backlog) {
        super(settings);
        this.backlog = backlog;
    }

    @Override
    TcpListenerOptions with(Settings settings) {
        return new TcpListenerOptions(settings, backlog);
    }

    /// How many connections may wait to be accepted; defaults to 1,024. The kernel may hold fewer
    /// (`net.core.somaxconn` on Linux).
    ///
    /// @throws IllegalArgumentException if `backlog` is less than 1
    public TcpListenerOptions backlog(int backlog) {
        return new TcpListenerOptions(settings, Bounds.positive(backlog, "set backlog"));
    }

    /// Whether an IPv6 socket is for IPv6 alone (`IPV6_V6ONLY`); an IPv4 socket takes no notice. The kernel
    /// decides otherwise: on Linux, `[::]` takes IPv4, too. `UNSUPPORTED` on the jdk platform.
    public TcpListenerOptions onlyV6(boolean only) {
        return with(PlatformOptions.ONLY_V6, only);
    }

    /// Binds to `"host:port"` and listens; as [TcpListener#bind(String)].
    public TcpListener bind(String hostAndPort) throws NetException {
        return bind(Target.of(hostAndPort));
    }

    /// Binds to a host and a port, and listens; as [TcpListener#bind(String, int)].
    public TcpListener bind(String host, int port) throws NetException {
        return bind(Target.of(host, port));
    }

    /// Binds to an address and listens; as [TcpListener#bind(SocketAddr)].
    public TcpListener bind(SocketAddr address) throws NetException {
        return bind(Target.of(address));
    }

    private TcpListener bind(Target target) throws NetException {
        Platform platform = Platform.current();
        TryListener<SocketAddr> socket =
                target.first("bind", address -> platform.listen(address, backlog, settings.of(address)));
        return TcpListener.of(platform, socket);
    }
}
