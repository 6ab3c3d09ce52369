package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Adopted;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.InetAddressCodec;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.linux.sys.UnixAddressCodec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A file descriptor that another process opened: the kernel is asked what it is, and then it is taken over.
///
/// Nothing is changed before all is known, so that a descriptor that is refused is left as it was: it may be
/// somebody else's, such as one of the JVM's own.
final class AdoptedFd {
    private static final String OPERATION = "adopt";

    private final int fd;
    private final MemorySegment errno;
    private final MemorySegment value;
    private final MemorySegment length;
    private final MemorySegment address;

    private AdoptedFd(int fd, Arena arena) {
        this.fd = fd;
        this.errno = arena.allocate(JAVA_INT);
        this.value = arena.allocate(JAVA_INT);
        this.length = arena.allocate(JAVA_INT);
        this.address = arena.allocate(Abi.SOCKADDR_UN_SIZE, Long.BYTES);
    }

    static Adopted adopt(SocketResources resources, int fd) throws NetException {
        try (var arena = Arena.ofConfined()) {
            return new AdoptedFd(fd, arena).adopt(resources);
        } catch (NetException e) {
            throw e.withAddress("file descriptor " + fd);
        }
    }

    private Adopted adopt(SocketResources resources) throws NetException {
        int domain = option(Abi.SO_DOMAIN);
        int type = option(Abi.SO_TYPE);
        int protocol = option(Abi.SO_PROTOCOL);
        boolean unix = domain == Abi.AF_UNIX;
        boolean internet = domain == Abi.AF_INET || domain == Abi.AF_INET6;
        var inetCodec = new InetAddressCodec(domain == Abi.AF_INET6);
        if (type == Abi.SOCK_STREAM && (unix || (internet && isTcp(protocol)))) {
            return option(Abi.SO_ACCEPTCONN) != 0
                    ? adoptListener(resources, unix, inetCodec)
                    : adoptStream(resources, unix, inetCodec);
        }
        if (type == Abi.SOCK_DGRAM && (unix || (internet && protocol == Abi.IPPROTO_UDP))) {
            boolean connected = isConnected();
            takeOver();
            return unix
                    ? new Adopted.OfUnixDatagram(DatagramOpening.adoptUnix(resources, fd, connected))
                    : new Adopted.OfUdp(DatagramOpening.adopt(resources, fd, inetCodec, connected));
        }
        throw NetException.of(
                ErrorKind.UNSUPPORTED,
                OPERATION,
                "it is a socket that is neither TCP, UDP nor a Unix stream or datagram socket (domain " + domain
                        + ", type " + type + ", protocol " + protocol + ")");
    }

    private Adopted adoptListener(SocketResources resources, boolean unix, InetAddressCodec inetCodec)
            throws NetException {
        takeOver();
        return unix
                ? new Adopted.OfUnixListener(LinuxListener.adopt(resources, fd, UnixAddressCodec.INSTANCE))
                : new Adopted.OfTcpListener(LinuxListener.adopt(resources, fd, inetCodec));
    }

    private Adopted adoptStream(SocketResources resources, boolean unix, InetAddressCodec inetCodec)
            throws NetException {
        if (!isConnected()) {
            throw NetException.of(
                    ErrorKind.NOT_CONNECTED, OPERATION, "it neither listens nor is connected; its peer may be gone");
        }
        takeOver();
        return unix
                ? new Adopted.OfUnixStream(LinuxStream.adopt(resources, fd, UnixAddressCodec.INSTANCE))
                : new Adopted.OfTcpStream(LinuxStream.adopt(resources, fd, inetCodec));
    }

    private static boolean isTcp(int protocol) {
        return protocol == Abi.IPPROTO_TCP || protocol == Abi.IPPROTO_MPTCP;
    }

    private int option(int name) throws NetException {
        length.set(JAVA_INT, 0, Integer.BYTES);
        int result = Libc.getsockopt(errno, fd, Abi.SOL_SOCKET, name, value, length);
        if (result < 0) {
            throw failure(-result);
        }
        return value.get(JAVA_INT, 0);
    }

    private static NetException failure(int error) {
        return switch (error) {
            case Errno.EBADF -> said(error, "it is not open");
            case Errno.ENOTSOCK -> said(error, "it is no socket");
            default -> Errno.of(OPERATION, error);
        };
    }

    private static NetException said(int error, String detail) {
        return NetException.builder(ErrorKind.INVALID_INPUT, OPERATION)
                .osError(error)
                .detail(detail)
                .build();
    }

    private boolean isConnected() {
        length.set(JAVA_INT, 0, Abi.SOCKADDR_UN_SIZE);
        return Libc.getpeername(errno, fd, address, length) >= 0;
    }

    /// O_NONBLOCK belongs to the open file description, which the other process may share; FD_CLOEXEC is the
    /// descriptor's own (fcntl(2)).
    private void takeOver() throws NetException {
        value.set(JAVA_INT, 0, 1);
        check(Libc.ioctl(errno, fd, Abi.FIOCLEX, value));
        check(Libc.ioctl(errno, fd, Abi.FIONBIO, value));
    }

    private static void check(int result) throws NetException {
        if (result < 0) {
            throw Errno.of(OPERATION, -result);
        }
    }
}
