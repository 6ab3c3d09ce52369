package dev.minato.net;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.connect.Target;
import dev.minato.net.option.Bounds;
import dev.minato.net.option.Settings;
import dev.minato.platform.Platform;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.Setting;
import dev.minato.platform.TryDatagram;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The options of a UDP socket before it is bound; what is not set has the kernel's default.
///
/// Begins with [UdpSocket#options]. Each method returns new options and changes nothing, so options can be
/// kept, shared and used again. A value that no socket can have is an [IllegalArgumentException] at once.
/// What the kernel cannot do fails the bind: `UNSUPPORTED`, `INVALID_INPUT` or `PERMISSION_DENIED`, with an
/// operation that names the option. IPv4 or IPv6 is decided by the address.
///
/// {@snippet file="dev/minato/examples/udp/GroupChat.java" region="join"}
public final class UdpSocketOptions {
    static final UdpSocketOptions DEFAULTS = new UdpSocketOptions(Settings.NONE);

    private static final Setting<Boolean> SHARED = new Setting<>(StandardSocketOptions.SO_REUSEPORT, true);

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
    /// (`SO_REUSEPORT`). `UNSUPPORTED` on Windows. A port that the kernel chooses for port 0 is one that
    /// nobody has, as ever; others share it by its number.
    public UdpSocketOptions reusePort(boolean reuse) {
        return with(StandardSocketOptions.SO_REUSEPORT, reuse);
    }

    /// Whether an IPv6 socket is for IPv6 alone (`IPV6_V6ONLY`); an IPv4 socket takes no notice. The kernel
    /// decides otherwise: on Linux, `[::]` takes IPv4, too. `UNSUPPORTED` on the jdk platform.
    public UdpSocketOptions onlyV6(boolean only) {
        return with(PlatformOptions.ONLY_V6, only);
    }

    /// See [UdpSocket#setReceiveBufferSize].
    ///
    /// @throws IllegalArgumentException if `bytes` is less than 1
    public UdpSocketOptions receiveBufferSize(int bytes) {
        return with(StandardSocketOptions.SO_RCVBUF, Bounds.positive(bytes, "set SO_RCVBUF"));
    }

    /// See [UdpSocket#setSendBufferSize].
    ///
    /// @throws IllegalArgumentException if `bytes` is less than 1
    public UdpSocketOptions sendBufferSize(int bytes) {
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

    /// See [UdpSocket#setReceiveFields].
    public UdpSocketOptions receiveFields(Set<DatagramField> fields) {
        Objects.requireNonNull(fields, "fields");
        UdpSocketOptions all = this;
        for (DatagramField field : DatagramField.values()) {
            all = all.with(field.option(), fields.contains(field));
        }
        return all;
    }

    /// See [UdpSocket#setReceiveErrors].
    public UdpSocketOptions receiveErrors(boolean receive) {
        return with(PlatformOptions.RECEIVE_ERRORS, receive);
    }

    /// See [UdpSocket#setDontFragment].
    public UdpSocketOptions dontFragment(boolean dontFragment) {
        return with(PlatformOptions.DONT_FRAGMENT, dontFragment);
    }

    /// See [UdpSocket#setReceiveCoalescing]; false leaves it off.
    public UdpSocketOptions receiveCoalescing(boolean coalescing) {
        return with(PlatformOptions.RECEIVE_COALESCING, coalescing);
    }

    /// Uses the one interface with that name, such as `lo`, for sending and receiving; empty for all.
    /// `NOT_FOUND` if there is none, `PERMISSION_DENIED`. `UNSUPPORTED` on the jdk platform.
    public UdpSocketOptions bindDevice(String name) {
        return with(PlatformOptions.BIND_DEVICE, Objects.requireNonNull(name, "name"));
    }

    /// See [UdpSocket#setTtl].
    ///
    /// @throws IllegalArgumentException if `ttl` is not from 1 to 255
    public UdpSocketOptions ttl(int ttl) {
        return with(PlatformOptions.TTL, Bounds.within(1, 255, ttl, "set TTL"));
    }

    /// Binds to `"host:port"`; as [UdpSocket#bind(String)].
    public UdpSocket bind(String hostAndPort) throws NetException {
        return bind(Target.of(hostAndPort));
    }

    /// Binds to a host and a port; as [UdpSocket#bind(String, int)].
    public UdpSocket bind(String host, int port) throws NetException {
        return bind(Target.of(host, port));
    }

    /// Binds to an address; as [UdpSocket#bind(SocketAddr)].
    public UdpSocket bind(SocketAddr address) throws NetException {
        return bind(Target.of(address));
    }

    /// Binds to any address of the family of `"host:port"`; as [UdpSocket#bindFor(String)].
    public UdpSocket bindFor(String hostAndPort) throws NetException {
        return bindFor(Target.of(hostAndPort));
    }

    /// Binds to any address of the family of a host; as [UdpSocket#bindFor(String)].
    public UdpSocket bindFor(String host, int port) throws NetException {
        return bindFor(Target.of(host, port));
    }

    /// Binds to any address of the family of `peer`; as [UdpSocket#bindFor(SocketAddr)].
    public UdpSocket bindFor(SocketAddr peer) throws NetException {
        return bindFor(Target.of(Objects.requireNonNull(peer, "peer")));
    }

    private UdpSocket bind(Target target) throws NetException {
        Platform platform = Platform.current();
        return target.first("bind", address -> open(platform, address));
    }

    private UdpSocket bindFor(Target peer) throws NetException {
        Platform platform = Platform.current();
        return peer.first("bind for", address -> open(platform, anyOfTheFamilyOf(address)));
    }

    private static SocketAddr anyOfTheFamilyOf(SocketAddr peer) {
        return SocketAddr.of(peer.isIpv6() ? Ipv6Addr.UNSPECIFIED : Ipv4Addr.UNSPECIFIED, 0);
    }

    private UdpSocket open(Platform platform, SocketAddr local) throws NetException {
        try {
            List<Setting<?>> wanted = settings.of(local);
            boolean choosesSharedPort = local.port() == 0 && wanted.contains(SHARED);
            return new UdpSocket(
                    platform,
                    choosesSharedPort ? openThenShare(platform, local, wanted) : platform.openDatagram(local, wanted));
        } catch (NetException e) {
            throw e.withAddress(local);
        }
    }

    /// For a socket that shares its port, the kernel chooses one that others may share already (Linux); so it
    /// is not to know yet.
    private static TryDatagram<SocketAddr> openThenShare(Platform platform, SocketAddr local, List<Setting<?>> wanted)
            throws NetException {
        List<Setting<?>> alone =
                wanted.stream().filter(setting -> !setting.equals(SHARED)).toList();
        TryDatagram<SocketAddr> socket = platform.openDatagram(local, alone);
        try {
            socket.setOption(SHARED.option(), SHARED.value());
            return socket;
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }
}
