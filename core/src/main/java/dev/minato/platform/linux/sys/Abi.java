package dev.minato.platform.linux.sys;

/// The constants and struct layouts of the kernel's ABI, by their names in C. The same on x86-64 and
/// aarch64, but for `epoll_event`, which is packed on x86-64 only, and for the numbers of system calls.
///
/// ```
///  epoll_event    x86-64   0 events:u32  4 data:u64                 12 bytes
///                 others   0 events:u32  4 (pad)   8 data:u64       16 bytes
///  sockaddr_in    0 family:u16  2 port:be16  4 address:be32  8 (zero)                        16 bytes
///  sockaddr_in6   0 family:u16  2 port:be16  4 flow:be32     8 address:16  24 scope:u32      28 bytes
///  sockaddr_un    0 family:u16  2 path:108                                                   110 bytes
///  ip_mreqn       0 group:be32  4 address:be32  8 index:i32                                  12 bytes
///  ip_mreq_source 0 group:be32  4 interface:be32  8 source:be32                              12 bytes
///  ipv6_mreq      0 group:16    16 index:u32                                                 20 bytes
///  group_source_req  0 index:u32  8 group:128  136 source:128                                264 bytes
///  ucred          0 pid:i32     4 uid:u32      8 gid:u32                                     12 bytes
///  pollfd         0 fd:i32      4 events:i16  6 revents:i16                                  8 bytes
///  linger         0 on:i32      4 seconds:i32                                                 8 bytes
///  iovec          0 base:ptr    8 length:u64                                                 16 bytes
///  msghdr         0 name:ptr    8 namelen:u32  12 (pad)  16 iov:ptr  24 iovlen:u64
///                 32 control:ptr  40 controllen:u64  48 flags:i32  52 (pad)                  56 bytes
///  cmsghdr        0 len:u64     8 level:i32  12 type:i32  16 data, up to len, then a pad to 8     16 bytes
///  in_pktinfo     0 index:i32   4 spec_dst:be32  8 addr:be32                                 12 bytes
///  in6_pktinfo    0 addr:16     16 index:u32                                                 20 bytes
///  sock_extended_err  0 errno:u32  4 origin:u8  5 type:u8  6 code:u8  7 (pad)  8 info:u32
///                 12 data:u32   16 sockaddr of who reported it                                 44 bytes
///  timespec       0 sec:i64     8 nsec:i64                                                   16 bytes
///  mmsghdr        0 msghdr      56 len:u32  60 (pad)                                         64 bytes
/// ```
///
/// musl has `int` with a pad where the kernel and glibc have the 64 bits of `iovlen`, `controllen` and
/// `cmsghdr.len`: the same bytes for numbers that fit, since both processors put the low ones first.
public final class Abi {
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

    static final int SYS_sendto = PACKED ? 44 : 206;
    static final int SYS_recvfrom = PACKED ? 45 : 207;

    public static final int EPOLL_EVENT_SIZE = PACKED ? 12 : 16;
    public static final int EPOLL_EVENT_DATA = PACKED ? 4 : 8;

    public static final int AF_UNSPEC = 0;
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_NONBLOCK = 0x800;
    public static final int SOCK_CLOEXEC = 0x80000;

    public static final int MSG_PEEK = 0x2;
    public static final int MSG_TRUNC = 0x20;
    static final int MSG_ERRQUEUE = 0x2000;
    public static final int MSG_NOSIGNAL = 0x4000;
    public static final int MSG_DONTWAIT = 0x40;

    public static final int SHUT_RD = 0;
    public static final int SHUT_WR = 1;

    public static final int SOL_SOCKET = 1;
    public static final int SO_REUSEADDR = 2;
    public static final int SO_TYPE = 3;
    public static final int SO_ERROR = 4;
    public static final int SO_BROADCAST = 6;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    public static final int SO_KEEPALIVE = 9;
    public static final int SO_LINGER = 13;
    public static final int SO_REUSEPORT = 15;
    public static final int SO_PEERCRED = 17;
    public static final int SO_BINDTODEVICE = 25;
    public static final int SO_ACCEPTCONN = 30;
    public static final int SO_TIMESTAMPNS = 35;
    public static final int SO_PROTOCOL = 38;
    public static final int SO_DOMAIN = 39;
    public static final int SO_MEMINFO = 55;

    /// The datagrams dropped by a socket, among the 32-bit numbers of SO_MEMINFO (linux/sock_diag.h).
    public static final int SK_MEMINFO_DROPS = 8;

    public static final int FIOCLEX = 0x5451;
    public static final int FIONBIO = 0x5421;

    public static final int IPPROTO_TCP = 6;
    public static final int IPPROTO_UDP = 17;
    public static final int UDP_SEGMENT = 103;
    public static final int UDP_GRO = 104;
    public static final int IPPROTO_MPTCP = 262;
    public static final int TCP_NODELAY = 1;
    public static final int TCP_KEEPIDLE = 4;
    public static final int TCP_KEEPINTVL = 5;
    public static final int TCP_KEEPCNT = 6;
    public static final int TCP_QUICKACK = 12;
    public static final int TCP_USER_TIMEOUT = 18;
    public static final int TCP_NOTSENT_LOWAT = 25;
    public static final int SIOCOUTQNSD = 0x894B;

    public static final int IPPROTO_IP = 0;
    public static final int IP_TOS = 1;
    public static final int IP_TTL = 2;
    public static final int IP_PKTINFO = 8;
    public static final int IP_MTU_DISCOVER = 10;
    public static final int IP_RECVERR = 11;
    public static final int IP_RECVTTL = 12;
    public static final int IP_RECVTOS = 13;
    public static final int IP_MTU = 14;
    public static final int IP_BIND_ADDRESS_NO_PORT = 24;
    public static final int IP_MULTICAST_IF = 32;
    public static final int IP_MULTICAST_TTL = 33;
    public static final int IP_MULTICAST_LOOP = 34;
    public static final int IP_ADD_MEMBERSHIP = 35;
    public static final int IP_DROP_MEMBERSHIP = 36;
    public static final int IP_ADD_SOURCE_MEMBERSHIP = 39;
    public static final int IP_DROP_SOURCE_MEMBERSHIP = 40;

    public static final int IPPROTO_IPV6 = 41;
    public static final int IPV6_UNICAST_HOPS = 16;
    public static final int IPV6_MULTICAST_IF = 17;
    public static final int IPV6_MULTICAST_HOPS = 18;
    public static final int IPV6_MULTICAST_LOOP = 19;
    public static final int IPV6_ADD_MEMBERSHIP = 20;
    public static final int IPV6_DROP_MEMBERSHIP = 21;
    public static final int IPV6_MTU_DISCOVER = 23;
    public static final int IPV6_MTU = 24;
    public static final int IPV6_RECVERR = 25;
    public static final int IPV6_V6ONLY = 26;
    public static final int IPV6_RECVPKTINFO = 49;
    static final int IPV6_PKTINFO = 50;
    public static final int IPV6_RECVHOPLIMIT = 51;
    static final int IPV6_HOPLIMIT = 52;
    public static final int IPV6_RECVTCLASS = 66;
    public static final int IPV6_TCLASS = 67;

    /// The values of IP_MTU_DISCOVER and IPV6_MTU_DISCOVER: fragments where they are needed, and never.
    public static final int IP_PMTUDISC_WANT = 1;

    public static final int IP_PMTUDISC_DO = 2;
    public static final int IP_PMTUDISC_PROBE = 3;

    public static final int MCAST_JOIN_SOURCE_GROUP = 46;
    public static final int MCAST_LEAVE_SOURCE_GROUP = 47;

    public static final int POLLIN = 0x1;
    public static final int POLLOUT = 0x4;
    public static final int POLLHUP = 0x10;

    public static final int EPOLL_CLOEXEC = 0x80000;
    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final int EPOLL_CTL_MOD = 3;
    public static final int EPOLLIN = 0x1;
    public static final int EPOLLPRI = 0x2;
    public static final int EPOLLOUT = 0x4;
    public static final int EPOLLERR = 0x8;
    public static final int EPOLLHUP = 0x10;
    public static final int EPOLLRDHUP = 0x2000;
    public static final int EPOLLONESHOT = 1 << 30;
    public static final int EPOLLET = 1 << 31;

    public static final int O_RDONLY = 0;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;
    static final int SPLICE_F_MOVE = 1;
    static final int SPLICE_F_NONBLOCK = 2;

    public static final int EFD_CLOEXEC = 0x80000;
    public static final int EFD_NONBLOCK = 0x800;

    static final int SA_FAMILY = 0;
    static final int SIN_PORT = 2;
    static final int SIN_ADDR = 4;
    static final int SIN_ZERO = 8;
    static final int SOCKADDR_IN_SIZE = 16;
    static final int SIN6_FLOWINFO = 4;
    static final int SIN6_ADDR = 8;
    static final int SIN6_SCOPE_ID = 24;
    static final int SOCKADDR_IN6_SIZE = 28;
    static final int SUN_PATH = 2;
    public static final int SOCKADDR_UN_SIZE = 110;
    public static final int IFNAMSIZ = 16;

    public static final int IMR_MULTIADDR = 0;
    public static final int IMR_IFINDEX = 8;
    public static final int IP_MREQN_SIZE = 12;
    public static final int IMR_INTERFACE = 4;
    public static final int IMR_SOURCEADDR = 8;
    public static final int IP_MREQ_SOURCE_SIZE = 12;
    public static final int IPV6MR_MULTIADDR = 0;
    public static final int IPV6MR_INTERFACE = 16;
    public static final int IPV6_MREQ_SIZE = 20;
    public static final int GSR_INTERFACE = 0;
    public static final int GSR_GROUP = 8;
    public static final int GSR_SOURCE = 136;
    public static final int GROUP_SOURCE_REQ_SIZE = 264;

    public static final int UCRED_PID = 0;
    public static final int UCRED_UID = 4;
    public static final int UCRED_GID = 8;
    public static final int L_ONOFF = 0;
    public static final int L_LINGER = 4;
    public static final int LINGER_SIZE = 8;
    public static final int POLLFD_FD = 0;
    public static final int POLLFD_EVENTS = 4;
    public static final int POLLFD_SIZE = 8;

    static final int IOVEC_SIZE = 16;
    static final int IOV_BASE = 0;
    static final int IOV_LEN = 8;
    static final int MSG_NAME = 0;
    static final int MSG_NAMELEN = 8;
    static final int MSG_IOV = 16;
    static final int MSG_IOVLEN = 24;
    static final int MSG_CONTROL = 32;
    static final int MSG_CONTROLLEN = 40;
    static final int MSGHDR_SIZE = 56;
    static final int MSG_LEN = 56;
    static final int MMSGHDR_SIZE = 64;

    static final int TV_SEC = 0;
    static final int TV_NSEC = 8;
    static final int CMSG_LEN = 0;
    static final int CMSG_LEVEL = 8;
    static final int CMSG_TYPE = 12;
    static final int CMSG_DATA = 16;
    static final int EE_ERRNO = 0;
    static final int EE_ORIGIN = 4;
    static final int EE_TYPE = 5;
    static final int EE_CODE = 6;
    static final int EE_INFO = 8;
    static final int EE_OFFENDER = 16;
    static final int SO_EE_ORIGIN_ICMP = 2;
    static final int SO_EE_ORIGIN_ICMP6 = 3;
    static final int IN_PKTINFO_SIZE = 12;
    static final int IPI_IFINDEX = 0;
    static final int IPI_SPEC_DST = 4;
    static final int IPI_ADDR = 8;
    static final int IPI6_ADDR = 0;
    static final int IN6_PKTINFO_SIZE = 20;
    static final int IPI6_IFINDEX = 16;

    private Abi() {}
}
