package dev.minato.platform.linux;

/// The numbers and layouts of the kernel's interface. One set, but for `epoll_event`, which is packed on x86-64
/// only.
///
/// ```
///  epoll_event    x86-64   0 events:u32  4 data:u64                 12 bytes
///                 others   0 events:u32  4 (pad)   8 data:u64       16 bytes
///  sockaddr_in    0 family:u16  2 port:be16  4 address:be32  8 (zero)                        16 bytes
///  sockaddr_in6   0 family:u16  2 port:be16  4 flow:be32     8 address:16  24 scope:u32      28 bytes
///  pollfd         0 fd:i32      4 events:i16  6 revents:i16                                  8 bytes
///  linger         0 on:i32      4 seconds:i32                                                 8 bytes
/// ```
final class Abi {
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

    static final int EPOLL_EVENT_SIZE = PACKED ? 12 : 16;
    static final int EPOLL_EVENT_DATA = PACKED ? 4 : 8;

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;

    static final int MSG_TRUNC = 0x20;
    static final int MSG_NOSIGNAL = 0x4000;

    static final int SHUT_RD = 0;
    static final int SHUT_WR = 1;

    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_BROADCAST = 6;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_KEEPALIVE = 9;
    static final int SO_LINGER = 13;
    static final int SO_REUSEPORT = 15;
    static final int IPPROTO_TCP = 6;
    static final int TCP_NODELAY = 1;

    static final int POLLIN = 0x1;
    static final int POLLOUT = 0x4;

    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_MOD = 3;
    static final int EPOLLIN = 0x1;
    static final int EPOLLPRI = 0x2;
    static final int EPOLLOUT = 0x4;
    static final int EPOLLERR = 0x8;
    static final int EPOLLHUP = 0x10;
    static final int EPOLLRDHUP = 0x2000;
    static final int EPOLLONESHOT = 1 << 30;
    static final int EPOLLET = 1 << 31;

    static final int EFD_CLOEXEC = 0x80000;
    static final int EFD_NONBLOCK = 0x800;

    static final int SOCKADDR_IN_SIZE = 16;
    static final int SOCKADDR_IN6_SIZE = 28;

    private Abi() {}
}
