package dev.minato.error;

/// The kinds of failures, the same on every platform.
///
/// The kinds are those of Rust's `std::io::ErrorKind` that a socket can give, and names for what it leaves
/// uncategorised. Programs decide by the kind; the text of a message is for people.
public enum ErrorKind {
    /// A path or an interface does not exist.
    NOT_FOUND("not found"),
    /// The system does not allow it: a privileged port, a broadcast without the option, a path without rights.
    PERMISSION_DENIED("permission denied"),
    /// Nobody listens at the address. On a connected UDP socket: an earlier datagram met a closed port.
    CONNECTION_REFUSED("connection refused"),
    /// The peer reset the connection; what it had not read is lost.
    CONNECTION_RESET("connection reset"),
    /// The connection was given up on this side, or died while it waited to be accepted.
    CONNECTION_ABORTED("connection aborted"),
    /// No way to that host.
    HOST_UNREACHABLE("host unreachable"),
    /// No way to that network.
    NETWORK_UNREACHABLE("network unreachable"),
    /// The interface is down.
    NETWORK_DOWN("network down"),
    /// The operation needs a peer, and the socket has none.
    NOT_CONNECTED("not connected"),
    /// The socket has a peer already.
    ALREADY_CONNECTED("already connected"),
    /// Another socket has that address.
    ADDRESS_IN_USE("address in use"),
    /// The address is not one of this machine.
    ADDRESS_NOT_AVAILABLE("address not available"),
    /// An IPv6 address was given to an IPv4 socket, or the machine has no such family.
    ADDRESS_FAMILY_UNSUPPORTED("address family unsupported"),
    /// A name has no address, or looking it up failed.
    HOST_NOT_FOUND("host not found"),
    /// The peer no longer takes data, or writing was shut down on this side.
    BROKEN_PIPE("broken pipe"),
    /// Something is already there, such as the path of a Unix socket.
    ALREADY_EXISTS("already exists"),
    /// The socket is in non-blocking mode and the call would have to wait.
    WOULD_BLOCK("would block"),
    /// Text or an address that nothing can be done with, such as a malformed one, a path that is too long,
    /// port 0 to send to; or a value that the kernel refused. An argument that is wrong whatever the world
    /// does is no failure of the network but an [IllegalArgumentException].
    INVALID_INPUT("invalid input"),
    /// The peer sent malformed data: bytes that are not UTF-8, a malformed frame.
    INVALID_DATA("invalid data"),
    /// The timeout of a call passed, or the system's of a connection. Nothing is lost, and the call can be
    /// made again.
    TIMED_OUT("timed out"),
    /// The deadline passed that the program has set for the code that made the call (`Tasks.withDeadline`).
    /// Nothing is lost, but every further wait in that code fails alike.
    DEADLINE_EXCEEDED("deadline exceeded"),
    /// A stream took none of the bytes that were left to write.
    WRITE_ZERO("write returned zero"),
    /// The thread was interrupted while it waited. The flag stays set, and the socket stays open.
    INTERRUPTED("interrupted"),
    /// This platform cannot do that.
    UNSUPPORTED("unsupported"),
    /// The stream ended before all that was asked for had come.
    UNEXPECTED_EOF("unexpected end of stream"),
    /// The system has no memory for it, such as buffers of the kernel.
    OUT_OF_MEMORY("out of memory"),
    /// The process, or the machine, has no descriptor left.
    TOO_MANY_OPEN_FILES("too many open files"),
    /// A datagram, a line, a frame or a whole stream is longer than what takes it allows.
    MESSAGE_TOO_LONG("message too long"),
    /// The socket was closed on this side.
    CLOSED("closed"),
    /// The peer's certificate is not to be trusted: it has expired, nobody who is trusted has issued it, it is
    /// another host's, or there is none.
    UNTRUSTED_CERTIFICATE("untrusted certificate"),
    /// The peer has ended the TLS connection with an alert, for instance because it does not trust this side's
    /// certificate.
    REFUSED_BY_PEER("refused by the peer"),
    /// None of the above; the message has the operating system's reason.
    OTHER("other error");

    private final String description;

    ErrorKind(String description) {
        this.description = description;
    }

    /// The kind in words, in lower case, such as `connection refused`.
    @Override
    public String toString() {
        return description;
    }
}
