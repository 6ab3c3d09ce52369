package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.option.Bounds;
import dev.minato.platform.Adopted;
import dev.minato.platform.Platform;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A socket that another process opened, and that this one got as a file descriptor: from a service manager,
/// inetd, or a parent that keeps its port across restarts.
///
/// {@snippet file="dev/minato/examples/activation/ActivatedEcho.java" region="descriptor"}
///
/// The kernel is asked what the descriptor is, and then it is made non-blocking and close-on-exec. Whoever takes
/// the socket, by one of the methods named after the kinds or by [#take], closes it; otherwise [#close] does.
/// What waits in a listener's backlog is accepted like any other connection.
///
/// O_NONBLOCK is a property that all processes with this socket share (`O_NONBLOCK` in open(2)): one that reads
/// or accepts beside Minato must expect it. The path of a Unix listener belongs to the process that bound it, and
/// stays when the listener is closed.
///
/// On the jdk platform only descriptor 0 can be adopted (`System.inheritedChannel`); others are `UNSUPPORTED`. Safe
/// for use by several threads.
public final class InheritedSocket implements AutoCloseable {
    private final int fd;
    private final String name;
    private final Pollable socket;
    private final AtomicBoolean taken = new AtomicBoolean();

    private InheritedSocket(int fd, String name, Pollable socket) {
        this.fd = fd;
        this.name = name;
        this.socket = socket;
    }

    /// Adopts a descriptor that has no name; as [#adopt(int, String)].
    public static InheritedSocket adopt(int fd) throws NetException {
        return adopt(fd, "");
    }

    /// Adopts a descriptor, once: two sockets of one descriptor would close it twice.
    ///
    /// `INVALID_INPUT` if it is not open, or no socket; `NOT_CONNECTED` for a stream socket that neither listens
    /// nor is connected, such as one whose peer has gone already; `UNSUPPORTED` for a socket of a kind that Minato
    /// does not have, and on the jdk platform. The descriptor is then left as it was. `TOO_MANY_OPEN_FILES`.
    ///
    /// @param name what it is for; may be empty
    /// @throws IllegalArgumentException if `fd` is negative
    public static InheritedSocket adopt(int fd, String name) throws NetException {
        Objects.requireNonNull(name, "name");
        int checked = Bounds.argument("fd", 0, Integer.MAX_VALUE, fd);
        Platform platform = Platform.current();
        return new InheritedSocket(checked, name, of(platform, platform.adopt(checked)));
    }

    private static Pollable of(Platform platform, Adopted adopted) {
        return switch (adopted) {
            case Adopted.OfTcpListener(var listener) -> TcpListener.of(platform, listener);
            case Adopted.OfTcpStream(var stream) -> new TcpStream(platform, stream);
            case Adopted.OfUdp(var datagrams) -> new UdpSocket(platform, datagrams);
            case Adopted.OfUnixListener(var listener) -> UnixListener.of(platform, listener, Optional.empty());
            case Adopted.OfUnixStream(var stream) -> new UnixStream(platform, stream);
            case Adopted.OfUnixDatagram(var datagrams) -> new UnixDatagram(platform, datagrams);
        };
    }

    /// Returns the descriptor that it was adopted from.
    public int fd() {
        return fd;
    }

    /// Returns what it is for, as the process that opened it says; may be empty.
    public String name() {
        return name;
    }

    /// Returns the socket, of whatever kind, without taking it; for a look at what it is.
    public Pollable socket() {
        return socket;
    }

    /// Takes the socket, which is the caller's to close from now on.
    ///
    /// @throws IllegalStateException if it was taken or closed already
    public Pollable take() {
        if (!taken.compareAndSet(false, true)) {
            throw new IllegalStateException(this + " was taken already");
        }
        return socket;
    }

    /// Takes the TCP listener. `INVALID_INPUT` if it is something else, which is then not taken.
    ///
    /// @throws IllegalStateException if it was taken or closed already
    public TcpListener takeTcpListener() throws NetException {
        return take(TcpListener.class, "a TCP listener");
    }

    /// Takes the TCP stream; as [#takeTcpListener].
    public TcpStream takeTcpStream() throws NetException {
        return take(TcpStream.class, "a TCP connection");
    }

    /// Takes the UDP socket; as [#takeTcpListener].
    public UdpSocket takeUdpSocket() throws NetException {
        return take(UdpSocket.class, "a UDP socket");
    }

    /// Takes the listener on a Unix socket; as [#takeTcpListener].
    public UnixListener takeUnixListener() throws NetException {
        return take(UnixListener.class, "a Unix listener");
    }

    /// Takes the stream over a Unix socket; as [#takeTcpListener].
    public UnixStream takeUnixStream() throws NetException {
        return take(UnixStream.class, "a Unix connection");
    }

    /// Takes the Unix datagram socket; as [#takeTcpListener].
    public UnixDatagram takeUnixDatagram() throws NetException {
        return take(UnixDatagram.class, "a Unix datagram socket");
    }

    private <S extends Pollable> S take(Class<S> type, String wanted) throws NetException {
        if (!type.isInstance(socket)) {
            throw NetException.builder(ErrorKind.INVALID_INPUT, "take")
                    .address(this)
                    .detail(wanted + " is wanted")
                    .build();
        }
        return type.cast(take());
    }

    /// Whether somebody took the socket, or [#close] closed it.
    public boolean isTaken() {
        return taken.get();
    }

    /// Closes the socket unless somebody took it; no-op if closed.
    @Override
    public void close() throws NetException {
        if (taken.compareAndSet(false, true)) {
            socket.close();
        }
    }

    /// `file descriptor 3 (echo), listener tcp 127.0.0.1:7878`, without the parentheses if it has no name.
    @Override
    public String toString() {
        return "file descriptor " + fd + (name.isEmpty() ? "" : " (" + name + ")") + ", " + role() + socket;
    }

    private String role() {
        return switch (socket) {
            case TcpListener _, UnixListener _ -> "listener ";
            case TcpStream _, UnixStream _ -> "connection ";
            case UdpSocket _, UnixDatagram _ -> "";
            case MemoryStream _, PollableChannel _ -> throw new AssertionError("no socket of a descriptor: " + socket);
        };
    }
}
