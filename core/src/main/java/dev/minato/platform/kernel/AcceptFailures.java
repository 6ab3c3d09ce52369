package dev.minato.platform.kernel;

import dev.minato.error.ErrorKind;

/// The failures of accept(2) that belong to one connection and not to the listener; for the real platforms.
///
/// The man page: "Linux accept() passes already-pending network errors on the new socket as an error code from
/// accept(). For reliable operation the application should detect the network errors defined for the protocol
/// after accept() and treat them like EAGAIN by retrying. In the case of TCP/IP, these are ENETDOWN, EPROTO,
/// ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, EOPNOTSUPP, and ENETUNREACH." ETIMEDOUT is a kernel's that
/// aborts a handshake.
public final class AcceptFailures {
    private AcceptFailures() {}

    /// Whether only the connection is lost.
    public static boolean ofConnection(ErrorKind kind) {
        return switch (kind) {
            case CONNECTION_ABORTED, CONNECTION_RESET, CONNECTION_REFUSED, TIMED_OUT -> true;
            case HOST_UNREACHABLE, NETWORK_UNREACHABLE, NETWORK_DOWN -> true;
            case BROKEN_PIPE, NOT_CONNECTED, UNSUPPORTED -> true;
            default -> false;
        };
    }
}
