package dev.minato.platform;

import dev.minato.address.UnixCredentials;
import java.net.SocketOption;

/// Socket options that `java.net.StandardSocketOptions` has no name for. A platform that lacks one says
/// UNSUPPORTED.
public final class PlatformOptions {
    /// The hops that a packet to one receiver may make, 1 to 255: `IP_TTL` or `IPV6_UNICAST_HOPS`, by the
    /// socket's family.
    public static final SocketOption<Integer> TTL = new Named<>("TTL", Integer.class);

    /// The hops that a packet to a group may make, 0 to 255: `IP_MULTICAST_TTL` or `IPV6_MULTICAST_HOPS`.
    public static final SocketOption<Integer> MULTICAST_TTL = new Named<>("MULTICAST_TTL", Integer.class);

    /// Whether packets to a group come back to this machine: `IP_MULTICAST_LOOP` or `IPV6_MULTICAST_LOOP`.
    public static final SocketOption<Boolean> MULTICAST_LOOP = new Named<>("MULTICAST_LOOP", Boolean.class);

    /// The index of the interface through which packets to a group go: `IP_MULTICAST_IF` or
    /// `IPV6_MULTICAST_IF`; 0 leaves it to the kernel.
    public static final SocketOption<Integer> MULTICAST_INTERFACE = new Named<>("MULTICAST_INTERFACE", Integer.class);

    /// Whether an IPv6 socket is for IPv6 alone; before the bind.
    public static final SocketOption<Boolean> ONLY_V6 = new Named<>("IPV6_V6ONLY", Boolean.class);

    /// Whether each datagram that is received says to which address of this machine it was sent: `IP_PKTINFO`,
    /// `IPV6_RECVPKTINFO`.
    public static final SocketOption<Boolean> RECEIVE_LOCAL_ADDRESS =
            new Named<>("RECEIVE_LOCAL_ADDRESS", Boolean.class);

    /// Whether the kernel may hand over several datagrams at once, those of a burst of one sender with equal
    /// lengths: `UDP_GRO`. Once on it stays on.
    public static final SocketOption<Boolean> RECEIVE_COALESCING = new Named<>("UDP_GRO", Boolean.class);

    /// Silence in seconds before the first keep-alive probe.
    public static final SocketOption<Integer> KEEP_ALIVE_IDLE = new Named<>("TCP_KEEPIDLE", Integer.class);

    /// Seconds between keep-alive probes.
    public static final SocketOption<Integer> KEEP_ALIVE_INTERVAL = new Named<>("TCP_KEEPINTVL", Integer.class);

    /// How many unanswered keep-alive probes end the connection.
    public static final SocketOption<Integer> KEEP_ALIVE_COUNT = new Named<>("TCP_KEEPCNT", Integer.class);

    /// Milliseconds that data may stay unacknowledged before the connection ends; 0 for the kernel's default.
    public static final SocketOption<Integer> USER_TIMEOUT = new Named<>("TCP_USER_TIMEOUT", Integer.class);

    /// The unsent bytes from which on a write waits; 0 for the kernel's default.
    public static final SocketOption<Integer> NOT_SENT_LOW_WATER_MARK = new Named<>("TCP_NOTSENT_LOWAT", Integer.class);

    /// The bytes of a TCP connection that were written and not sent yet, not even once; read-only.
    public static final SocketOption<Integer> UNSENT_BYTES = new Named<>("SIOCOUTQNSD", Integer.class);

    /// The datagrams that the kernel dropped for want of room in the receive buffer, modulo 2^32; read-only.
    public static final SocketOption<Integer> DROPPED_DATAGRAMS = new Named<>("SO_MEMINFO", Integer.class);

    /// Whether acknowledgements are sent at once; not permanent: the kernel may clear it (tcp(7)).
    public static final SocketOption<Boolean> QUICK_ACK = new Named<>("TCP_QUICKACK", Boolean.class);

    /// The name of the one interface to use; empty for all.
    public static final SocketOption<String> BIND_DEVICE = new Named<>("SO_BINDTODEVICE", String.class);

    /// The credentials of the peer of a Unix stream (`SO_PEERCRED`); read-only.
    public static final SocketOption<UnixCredentials> PEER_CREDENTIALS =
            new Named<>("SO_PEERCRED", UnixCredentials.class);

    private record Named<T>(String name, Class<T> type) implements SocketOption<T> {}

    private PlatformOptions() {}
}
