package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.util.Map.entry;

import dev.minato.address.UnixCredentials;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.Setting;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.linux.sys.RefCountedFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The socket options by level and name of setsockopt(2), with the layout of their values.
final class OptionCalls {
    /// The level and optname of an option: for IPv4 sockets, and for IPv6 ones where they differ.
    ///
    /// @param both whether an IPv6 socket needs it of both levels, for its IPv4 datagrams
    private record Name(int level, int number, int level6, int number6, Form form, boolean both) {
        static Name of(int level, int number, Form form) {
            return new Name(level, number, level, number, form, false);
        }

        static Name byFamily(int number, int number6, Form form) {
            return new Name(Abi.IPPROTO_IP, number, Abi.IPPROTO_IPV6, number6, form, false);
        }

        static Name ofBoth(int number, int number6, Form form) {
            return new Name(Abi.IPPROTO_IP, number, Abi.IPPROTO_IPV6, number6, form, true);
        }

        int level(SocketFd socket) {
            return socket.isIpv6() ? level6 : level;
        }

        int number(SocketFd socket) {
            return socket.isIpv6() ? number6 : number;
        }
    }

    /// The bytes of a value.
    private enum Form {
        /// `int`, 0 or 1.
        FLAG,
        /// `int`.
        NUMBER,
        /// `int`: a mode of path-MTU discovery.
        DONT_FRAGMENT,
        /// Two `int`s: on, and seconds; -1 for off.
        LINGER,
        /// Text.
        TEXT,
        /// The interface index, which is the third member of `ip_mreqn` on IPv4; getsockopt(2) returns only
        /// an address there.
        INTERFACE,
        /// `ucred`.
        CREDENTIALS,
        /// `int`, by the ioctl(2) request that is the number; read-only.
        REQUEST,
        /// The count of drops in the numbers of SO_MEMINFO; read-only.
        DROPS
    }

    private static final Map<SocketOption<?>, Name> NAMES = Map.ofEntries(
            entry(StandardSocketOptions.SO_BROADCAST, Name.of(Abi.SOL_SOCKET, Abi.SO_BROADCAST, Form.FLAG)),
            entry(StandardSocketOptions.SO_KEEPALIVE, Name.of(Abi.SOL_SOCKET, Abi.SO_KEEPALIVE, Form.FLAG)),
            entry(StandardSocketOptions.SO_LINGER, Name.of(Abi.SOL_SOCKET, Abi.SO_LINGER, Form.LINGER)),
            entry(StandardSocketOptions.SO_RCVBUF, Name.of(Abi.SOL_SOCKET, Abi.SO_RCVBUF, Form.NUMBER)),
            entry(StandardSocketOptions.SO_REUSEADDR, Name.of(Abi.SOL_SOCKET, Abi.SO_REUSEADDR, Form.FLAG)),
            entry(StandardSocketOptions.SO_REUSEPORT, Name.of(Abi.SOL_SOCKET, Abi.SO_REUSEPORT, Form.FLAG)),
            entry(StandardSocketOptions.SO_SNDBUF, Name.of(Abi.SOL_SOCKET, Abi.SO_SNDBUF, Form.NUMBER)),
            entry(StandardSocketOptions.TCP_NODELAY, Name.of(Abi.IPPROTO_TCP, Abi.TCP_NODELAY, Form.FLAG)),
            entry(StandardSocketOptions.IP_TOS, Name.ofBoth(Abi.IP_TOS, Abi.IPV6_TCLASS, Form.NUMBER)),
            entry(PlatformOptions.TTL, Name.ofBoth(Abi.IP_TTL, Abi.IPV6_UNICAST_HOPS, Form.NUMBER)),
            entry(
                    PlatformOptions.MULTICAST_TTL,
                    Name.byFamily(Abi.IP_MULTICAST_TTL, Abi.IPV6_MULTICAST_HOPS, Form.NUMBER)),
            entry(
                    PlatformOptions.MULTICAST_LOOP,
                    Name.byFamily(Abi.IP_MULTICAST_LOOP, Abi.IPV6_MULTICAST_LOOP, Form.FLAG)),
            entry(
                    PlatformOptions.MULTICAST_INTERFACE,
                    Name.byFamily(Abi.IP_MULTICAST_IF, Abi.IPV6_MULTICAST_IF, Form.INTERFACE)),
            entry(PlatformOptions.RECEIVE_LOCAL_ADDRESS, Name.ofBoth(Abi.IP_PKTINFO, Abi.IPV6_RECVPKTINFO, Form.FLAG)),
            entry(PlatformOptions.RECEIVE_ECN, Name.ofBoth(Abi.IP_RECVTOS, Abi.IPV6_RECVTCLASS, Form.FLAG)),
            entry(PlatformOptions.RECEIVE_HOP_LIMIT, Name.ofBoth(Abi.IP_RECVTTL, Abi.IPV6_RECVHOPLIMIT, Form.FLAG)),
            entry(PlatformOptions.RECEIVE_TIME, Name.of(Abi.SOL_SOCKET, Abi.SO_TIMESTAMPNS, Form.FLAG)),
            entry(
                    PlatformOptions.DONT_FRAGMENT,
                    Name.ofBoth(Abi.IP_MTU_DISCOVER, Abi.IPV6_MTU_DISCOVER, Form.DONT_FRAGMENT)),
            entry(PlatformOptions.PATH_MTU, Name.byFamily(Abi.IP_MTU, Abi.IPV6_MTU, Form.NUMBER)),
            entry(PlatformOptions.RECEIVE_ERRORS, Name.ofBoth(Abi.IP_RECVERR, Abi.IPV6_RECVERR, Form.FLAG)),
            entry(PlatformOptions.RECEIVE_COALESCING, Name.of(Abi.IPPROTO_UDP, Abi.UDP_GRO, Form.FLAG)),
            entry(BatchSender.SEGMENT_SIZE, Name.of(Abi.IPPROTO_UDP, Abi.UDP_SEGMENT, Form.NUMBER)),
            entry(PlatformOptions.ONLY_V6, Name.of(Abi.IPPROTO_IPV6, Abi.IPV6_V6ONLY, Form.FLAG)),
            entry(PlatformOptions.KEEP_ALIVE_IDLE, Name.of(Abi.IPPROTO_TCP, Abi.TCP_KEEPIDLE, Form.NUMBER)),
            entry(PlatformOptions.KEEP_ALIVE_INTERVAL, Name.of(Abi.IPPROTO_TCP, Abi.TCP_KEEPINTVL, Form.NUMBER)),
            entry(PlatformOptions.KEEP_ALIVE_COUNT, Name.of(Abi.IPPROTO_TCP, Abi.TCP_KEEPCNT, Form.NUMBER)),
            entry(PlatformOptions.USER_TIMEOUT, Name.of(Abi.IPPROTO_TCP, Abi.TCP_USER_TIMEOUT, Form.NUMBER)),
            entry(
                    PlatformOptions.NOT_SENT_LOW_WATER_MARK,
                    Name.of(Abi.IPPROTO_TCP, Abi.TCP_NOTSENT_LOWAT, Form.NUMBER)),
            entry(PlatformOptions.UNSENT_BYTES, Name.of(Abi.IPPROTO_TCP, Abi.SIOCOUTQNSD, Form.REQUEST)),
            entry(PlatformOptions.DROPPED_DATAGRAMS, Name.of(Abi.SOL_SOCKET, Abi.SO_MEMINFO, Form.DROPS)),
            entry(PlatformOptions.QUICK_ACK, Name.of(Abi.IPPROTO_TCP, Abi.TCP_QUICKACK, Form.FLAG)),
            entry(PlatformOptions.BIND_DEVICE, Name.of(Abi.SOL_SOCKET, Abi.SO_BINDTODEVICE, Form.TEXT)),
            entry(PlatformOptions.PEER_CREDENTIALS, Name.of(Abi.SOL_SOCKET, Abi.SO_PEERCRED, Form.CREDENTIALS)));

    /// The longest value: the numbers of SO_MEMINFO.
    private static final int MAX_VALUE = 4 * (Abi.SK_MEMINFO_DROPS + 1);

    private OptionCalls() {}

    static void set(SocketFd socket, List<Setting<?>> settings) throws NetException {
        for (Setting<?> setting : settings) {
            set(socket, setting);
        }
    }

    private static <T> void set(SocketFd socket, Setting<T> setting) throws NetException {
        set(socket, setting.option(), setting.value());
    }

    static <T> void set(SocketFd socket, SocketOption<T> option, T value) throws NetException {
        String operation = "set " + option.name();
        Name name = name(option, operation);
        try (var arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(MAX_VALUE, 8);
            int length = write(value, name.form, socket.isIpv6(), bytes, operation);
            set(socket, name.level(socket), name.number(socket), bytes, length, operation);
            if (name.both && socket.isIpv6()) {
                set(socket, name.level, name.number, bytes, length, operation);
            }
            if (name.form == Form.LINGER) {
                socket.setLingering((Integer) value > 0);
            }
        }
    }

    private static void set(SocketFd socket, int level, int number, MemorySegment bytes, int length, String operation)
            throws NetException {
        socket.calls.checkOnce(
                RefCountedFd.WRITING,
                operation,
                (fd, memory) -> Libc.setsockopt(memory.errno, fd, level, number, bytes, length));
    }

    /// Makes a bind to port 0 leave the choice of the port to `connect`, which needs one that is free for
    /// that destination only (ip(7), IP_BIND_ADDRESS_NO_PORT; of that level for IPv6 sockets, too). A kernel
    /// that does not know it chooses at the bind, as it always did.
    static void chooseLocalPortAtConnect(SocketFd socket) throws NetException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment on = arena.allocateFrom(JAVA_INT, 1);
            long _ = socket.calls.callOnce(
                    RefCountedFd.WRITING,
                    "bind",
                    (fd, memory) ->
                            Libc.setsockopt(memory.errno, fd, Abi.IPPROTO_IP, Abi.IP_BIND_ADDRESS_NO_PORT, on, 4));
        }
    }

    /// Writes a value; returns its length in bytes.
    private static int write(Object value, Form form, boolean ipv6, MemorySegment into, String operation)
            throws NetException {
        switch (form) {
            case FLAG -> into.set(JAVA_INT, 0, (Boolean) value ? 1 : 0);
            case NUMBER -> into.set(JAVA_INT, 0, (Integer) value);
            case DONT_FRAGMENT -> into.set(JAVA_INT, 0, (Boolean) value ? Abi.IP_PMTUDISC_DO : Abi.IP_PMTUDISC_WANT);
            case LINGER -> {
                int seconds = (Integer) value;
                into.set(JAVA_INT, Abi.L_ONOFF, seconds < 0 ? 0 : 1);
                into.set(JAVA_INT, Abi.L_LINGER, Math.max(0, seconds));
                return Abi.LINGER_SIZE;
            }
            case INTERFACE -> {
                into.set(JAVA_INT_UNALIGNED, ipv6 ? 0 : Abi.IMR_IFINDEX, (Integer) value);
                return ipv6 ? Integer.BYTES : Abi.IP_MREQN_SIZE;
            }
            case TEXT -> {
                return writeText((String) value, into, operation);
            }
            case CREDENTIALS, REQUEST, DROPS ->
                throw NetException.of(ErrorKind.INVALID_INPUT, operation, "it can only be read");
        }
        return Integer.BYTES;
    }

    private static int writeText(String name, MemorySegment into, String operation) throws NetException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= Abi.IFNAMSIZ) {
            throw NetException.of(
                    ErrorKind.INVALID_INPUT, operation, "longer than " + (Abi.IFNAMSIZ - 1) + " bytes: " + name);
        }
        MemorySegment.copy(bytes, 0, into, JAVA_BYTE, 0, bytes.length);
        return bytes.length;
    }

    static <T> T get(SocketFd socket, SocketOption<T> option) throws NetException {
        String operation = "get " + option.name();
        Name name = name(option, operation);
        try (var arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(MAX_VALUE, 8);
            MemorySegment length = arena.allocate(JAVA_INT);
            length.set(JAVA_INT, 0, MAX_VALUE);
            socket.calls.checkOnce(
                    RefCountedFd.READING,
                    operation,
                    (fd, memory) -> name.form == Form.REQUEST
                            ? Libc.ioctl(memory.errno, fd, name.number(socket), bytes)
                            : Libc.getsockopt(
                                    memory.errno, fd, name.level(socket), name.number(socket), bytes, length));
            return option.type().cast(read(bytes, length.get(JAVA_INT, 0), name.form, socket.isIpv6(), operation));
        }
    }

    /// Whether the kernel knows an option; false for a kernel that is too old.
    static boolean isKnown(SocketFd socket, SocketOption<?> option) throws NetException {
        try {
            Object _ = get(socket, option);
            return true;
        } catch (NetException e) {
            if (e.kind() == ErrorKind.CLOSED) {
                throw e;
            }
            return false;
        }
    }

    private static Object read(MemorySegment from, int length, Form form, boolean ipv6, String operation)
            throws NetException {
        return switch (form) {
            case FLAG -> from.get(JAVA_INT, 0) != 0;
            case NUMBER, REQUEST -> from.get(JAVA_INT, 0);
            case DONT_FRAGMENT -> {
                int mode = from.get(JAVA_INT, 0);
                yield mode == Abi.IP_PMTUDISC_DO || mode == Abi.IP_PMTUDISC_PROBE;
            }
            case DROPS -> from.getAtIndex(JAVA_INT, Abi.SK_MEMINFO_DROPS);
            case LINGER -> from.get(JAVA_INT, Abi.L_ONOFF) == 0 ? -1 : from.get(JAVA_INT, Abi.L_LINGER);
            case TEXT -> length == 0 ? "" : from.getString(0);
            case INTERFACE -> {
                if (!ipv6) {
                    throw NetException.of(
                            ErrorKind.UNSUPPORTED, operation, "getsockopt returns only an address for IPv4");
                }
                yield from.get(JAVA_INT, 0);
            }
            case CREDENTIALS ->
                new UnixCredentials(
                        OptionalInt.of(from.get(JAVA_INT, Abi.UCRED_PID)),
                        from.get(JAVA_INT, Abi.UCRED_UID),
                        from.get(JAVA_INT, Abi.UCRED_GID));
        };
    }

    /// Returns the pending error and clears it (SO_ERROR, socket(7)).
    static Optional<NetException> takeError(SocketFd socket) throws NetException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment noted = arena.allocate(JAVA_INT);
            MemorySegment length = arena.allocate(JAVA_INT);
            length.set(JAVA_INT, 0, 4);
            socket.calls.checkOnce(
                    RefCountedFd.READING,
                    "take error",
                    (fd, memory) -> Libc.getsockopt(memory.errno, fd, Abi.SOL_SOCKET, Abi.SO_ERROR, noted, length));
            int error = noted.get(JAVA_INT, 0);
            return error == 0 ? Optional.empty() : Optional.of(Errno.of("take error", error));
        }
    }

    private static Name name(SocketOption<?> option, String operation) throws NetException {
        Name name = NAMES.get(option);
        if (name == null) {
            throw NetException.of(ErrorKind.UNSUPPORTED, operation);
        }
        return name;
    }
}
