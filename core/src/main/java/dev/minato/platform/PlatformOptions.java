package dev.minato.platform;

import dev.minato.address.UnixCredentials;
import java.net.SocketOption;

/// Socket options that `java.net.StandardSocketOptions` has no name for. A platform that lacks one says
/// UNSUPPORTED.
public final class PlatformOptions {
    /// The hops that a packet to one receiver may make, 1 to 255: `IP_TTL` or `IPV6_UNICAST_HOPS`, by the
    /// socket's family; an IPv6 socket has it for its IPv4 packets, too.
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

    /// Whether each datagram that is received says to which address of this machine it was sent:
    /// `IP_PKTINFO`, `IPV6_RECVPKTINFO`.
    public static final SocketOption<Boolean> RECEIVE_LOCAL_ADDRESS =
            new Named<>("RECEIVE_LOCAL_ADDRESS", Boolean.class);

    /// Whether a datagram that is too long for the path fails instead of going in fragments:
    /// `IP_MTU_DISCOVER`, `IPV6_MTU_DISCOVER`.
    public static final SocketOption<Boolean> DONT_FRAGMENT = new Named<>("DONT_FRAGMENT", Boolean.class);

    /// The maximum packet in bytes on the path to the connected peer, as far as it is known: `IP_MTU`,
    /// `IPV6_MTU`; read-only.
    public static final SocketOption<Integer> PATH_MTU = new Named<>("PATH_MTU", Integer.class);

    /// Whether the ICMP errors that datagrams cause are kept: `IP_RECVERR`, `IPV6_RECVERR`.
    public static final SocketOption<Boolean> RECEIVE_ERRORS = new Named<>("RECEIVE_ERRORS", Boolean.class);

    /// Whether each datagram that is received says the ECN codepoint of its packet: `IP_RECVTOS`,
    /// `IPV6_RECVTCLASS`.
    public static final SocketOption<Boolean> RECEIVE_ECN = new Named<>("RECEIVE_ECN", Boolean.class);

    /// Whether each datagram that is received says the hop limit of its packet: `IP_RECVTTL`,
    /// `IPV6_RECVHOPLIMIT`.
    public static final SocketOption<Boolean> RECEIVE_HOP_LIMIT = new Named<>("RECEIVE_HOP_LIMIT", Boolean.class);

    /// Whether each datagram that is received says when the kernel got it: `SO_TIMESTAMPNS`.
    public static final SocketOption<Boolean> RECEIVE_TIME = new Named<>("RECEIVE_TIME", Boolean.class);

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
