package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.platform.Platform;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.WaitQueue;

/// A TCP socket that listens for connections.
///
/// {@snippet file="dev/minato/examples/tcp/EchoServer.java" region="echo"}
///
/// The backlog, the queue of connections that nobody has accepted yet, holds 1,024 (the kernel may hold fewer:
/// `net.core.somaxconn` on Linux). Several threads may accept at once; each connection goes to one of them.
/// Modelled on Rust's `std::net::TcpListener`; an expired timeout is always `TIMED_OUT`.
public final class TcpListener extends SocketListener<SocketAddr, TcpStream> implements Pollable {
    private TcpListener(SocketHandle<TryListener<SocketAddr>> handle, WaitQueue retries) {
        super(handle, retries);
    }

    /// A listener with options of its own: see [TcpListenerOptions].
    ///
    /// {@snippet file="dev/minato/examples/tcp/Options.java" region="server"}
    public static TcpListenerOptions options() {
        return TcpListenerOptions.DEFAULTS;
    }

    /// Binds to `"host:port"` and listens; port 0 lets the kernel choose, see [#localAddress].
    ///
    /// Each address of a name is tried until one can be bound; if none can, the last failure is thrown. A port
    /// that was used a moment ago can be bound again (`SO_REUSEADDR`, except on Windows).
    ///
    /// `INVALID_INPUT` for text that is no address, `HOST_NOT_FOUND`, `ADDRESS_IN_USE`,
    /// `ADDRESS_NOT_AVAILABLE` (not an address of this machine), `PERMISSION_DENIED` (a privileged port),
    /// `TOO_MANY_OPEN_FILES`.
    public static TcpListener bind(String hostAndPort) throws NetException {
        return options().bind(hostAndPort);
    }

    /// Binds to a host and a port; as [#bind(String)].
    ///
    /// @throws IllegalArgumentException if the port is not from 0 to 65535
    public static TcpListener bind(String host, int port) throws NetException {
        return options().bind(host, port);
    }

    /// Binds to an address; as [#bind(String)].
    public static TcpListener bind(SocketAddr address) throws NetException {
        return options().bind(address);
    }

    static TcpListener of(Platform platform, TryListener<SocketAddr> socket) {
        return new TcpListener(
                SocketHandle.of(platform, socket, TryListener::localAddress), new WaitQueue(platform.parker()));
    }

    /// A second handle on the same socket and its backlog. `CLOSED` if this one is closed.
    public TcpListener tryClone() throws NetException {
        return new TcpListener(handle.tryClone(), retries);
    }

    /// How many hops the packets of connections to come may make (`IP_TTL`, or `IPV6_UNICAST_HOPS`).
    /// `UNSUPPORTED` on the jdk platform.
    public int ttl() throws NetException {
        return option(PlatformOptions.TTL);
    }

    /// Sets how many hops the packets of connections to come may make, 1 to 255. `UNSUPPORTED` on
    /// the jdk platform.
    ///
    /// @throws IllegalArgumentException if `ttl` is not from 1 to 255
    public void setTtl(int ttl) throws NetException {
        setNumber(PlatformOptions.TTL, 1, 255, ttl);
    }

    @Override
    TcpStream stream(Platform platform, TryStream<SocketAddr> accepted) {
        return new TcpStream(platform, accepted);
    }

    /// `tcp 127.0.0.1:7878`.
    @Override
    public String toString() {
        return "tcp " + localAddress();
    }
}
