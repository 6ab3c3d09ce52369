package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.connect.Target;
import dev.minato.net.option.Bounds;
import dev.minato.net.option.Settings;
import dev.minato.platform.PlatformOptions;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;

/// The options of a UDP socket before it is bound; what is not set has the kernel's default.
///
/// Begins with [UdpSocket#options]. Each method returns new options and changes nothing, so options can be
/// kept, shared and used again. What the kernel cannot do fails the bind: `UNSUPPORTED`, `INVALID_INPUT` or
/// `PERMISSION_DENIED`, with an operation that names the option. IPv4 or IPv6 is decided by the address.
///
/// {@snippet file="dev/minato/examples/udp/GroupChat.java" region="join"}
public final class UdpSocketOptions {
    static final UdpSocketOptions DEFAULTS = new UdpSocketOptions(Settings.NONE);

    private final Settings settings;

    private UdpSocketOptions(Settings settings) {
        this.settings = settings;
    }

    private <T> UdpSocketOptions with(SocketOption<T> option, T value) {
        return new UdpSocketOptions(settings.with(option, value));
    }

    /// Whether others may bind to the same address too, if they say so as well (`SO_REUSEADDR`). All of them
    /// hear what is sent to a group; a datagram to one receiver goes to the last of them.
    public UdpSocketOptions reuseAddress(boolean reuse) {
        return with(StandardSocketOptions.SO_REUSEADDR, reuse);
    }

    /// Whether the same user's sockets may share the address, and the datagrams, spread by their senders
    /// (`SO_REUSEPORT`). `UNSUPPORTED` on Windows.
    public UdpSocketOptions reusePort(boolean reuse) {
        return with(StandardSocketOptions.SO_REUSEPORT, reuse);
    }

    /// Whether an IPv6 socket is for IPv6 alone (`IPV6_V6ONLY`); an IPv4 socket takes no notice. The kernel
    /// decides otherwise: on Linux, `[::]` takes IPv4, too. `UNSUPPORTED` on the jdk platform.
    public UdpSocketOptions onlyV6(boolean only) {
        return with(PlatformOptions.ONLY_V6, only);
    }

    /// See [UdpSocket#setReceiveBufferSize].
    public UdpSocketOptions receiveBufferSize(int bytes) throws NetException {
        return with(StandardSocketOptions.SO_RCVBUF, Bounds.positive(bytes, "set SO_RCVBUF"));
    }

    /// See [UdpSocket#setSendBufferSize].
    public UdpSocketOptions sendBufferSize(int bytes) throws NetException {
        return with(StandardSocketOptions.SO_SNDBUF, Bounds.positive(bytes, "set SO_SNDBUF"));
    }

    /// See [UdpSocket#setBroadcast].
    public UdpSocketOptions broadcast(boolean broadcast) {
        return with(StandardSocketOptions.SO_BROADCAST, broadcast);
    }

    /// See [UdpSocket#setReceiveLocalAddress].
    public UdpSocketOptions receiveLocalAddress(boolean receive) {
        return with(PlatformOptions.RECEIVE_LOCAL_ADDRESS, receive);
    }

    /// Uses the one interface with that name, such as `lo`, for sending and receiving; empty for all.
    /// `NOT_FOUND` if there is none, `PERMISSION_DENIED`. `UNSUPPORTED` on the jdk platform.
    public UdpSocketOptions bindDevice(String name) {
        return with(PlatformOptions.BIND_DEVICE, name);
    }

    /// See [UdpSocket#setTtl].
    public UdpSocketOptions ttl(int ttl) throws NetException {
        return with(PlatformOptions.TTL, Bounds.within(1, 255, ttl, "set TTL"));
    }

    /// Binds; as [UdpSocket#bind(String)].
    public UdpSocket bind(String hostAndPort) throws NetException {
        return UdpSocket.bind(Target.of(hostAndPort), settings);
    }

    /// Binds; as [UdpSocket#bind(String, int)].
    public UdpSocket bind(String host, int port) throws NetException {
        return UdpSocket.bind(Target.of(host, port), settings);
    }

    /// Binds; as [UdpSocket#bind(SocketAddr)].
    public UdpSocket bind(SocketAddr address) throws NetException {
        return UdpSocket.bind(Target.of(address), settings);
    }

    /// Binds; as [UdpSocket#bind(InetSocketAddress)].
    public UdpSocket bind(InetSocketAddress address) throws NetException {
        return UdpSocket.bind(Target.of(address), settings);
    }
}
