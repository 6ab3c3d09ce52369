package dev.minato.platform.linux.sys;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.AcceptFailures;

/// The system's error numbers, named. The same numbers on x86-64 and aarch64.
public final class Errno {
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    static final int EPIPE = 32;
    static final int ECONNRESET = 104;
    public static final int EISCONN = 106;
    public static final int ENOTCONN = 107;
    public static final int EALREADY = 114;
    public static final int EINPROGRESS = 115;

    private Errno() {}

    /// The failure of accept(2) with that number, positive. The errors that are pending on the new connection are
    /// handed on by the call, and it has left the queue then: CONNECTION_ABORTED, like one that died in it.
    public static NetException ofAccept(int errno) {
        return AcceptFailures.ofConnection(kind(errno))
                ? NetException.builder(ErrorKind.CONNECTION_ABORTED, "accept")
                        .osError(errno)
                        .build()
                : of("accept", errno);
    }

    /// The failure of `operation` with that number, positive.
    public static NetException of(String operation, int errno) {
        ErrorKind kind = kind(errno);
        var failure = NetException.builder(kind, operation).osError(errno);
        if (kind == ErrorKind.OTHER) {
            failure.detail("the system's error number says why");
        }
        return failure.build();
    }

    public static ErrorKind kind(int errno) {
        return switch (errno) {
            case 1, 13, 30 -> ErrorKind.PERMISSION_DENIED; // EPERM, EACCES, EROFS
            case 2, 19, 20 -> ErrorKind.NOT_FOUND; // ENOENT, ENODEV, ENOTDIR
            case EAGAIN -> ErrorKind.WOULD_BLOCK;
            case 12, 105 -> ErrorKind.OUT_OF_MEMORY; // ENOMEM, ENOBUFS
            case 9, 14, 22, 88 -> ErrorKind.INVALID_INPUT; // EBADF, EFAULT, EINVAL, ENOTSOCK
            case 36, 40, 91 -> ErrorKind.INVALID_INPUT; // ENAMETOOLONG, ELOOP, EPROTOTYPE
            case 17 -> ErrorKind.ALREADY_EXISTS; // EEXIST
            case 23, 24 -> ErrorKind.TOO_MANY_OPEN_FILES; // ENFILE, EMFILE
            case EPIPE, 108 -> ErrorKind.BROKEN_PIPE; // ESHUTDOWN
            case 38, 92, 93, 94, 95 -> ErrorKind.UNSUPPORTED; // ENOSYS, ENOPROTOOPT, E…NOSUPPORT, EOPNOTSUPP
            case 71, 103 -> ErrorKind.CONNECTION_ABORTED; // EPROTO, ECONNABORTED
            case 89, ENOTCONN -> ErrorKind.NOT_CONNECTED; // EDESTADDRREQ
            case 90 -> ErrorKind.MESSAGE_TOO_LONG; // EMSGSIZE
            case 97 -> ErrorKind.ADDRESS_FAMILY_UNSUPPORTED; // EAFNOSUPPORT
            case 98 -> ErrorKind.ADDRESS_IN_USE; // EADDRINUSE
            case 99 -> ErrorKind.ADDRESS_NOT_AVAILABLE; // EADDRNOTAVAIL
            case 100 -> ErrorKind.NETWORK_DOWN; // ENETDOWN
            case 64, 101 -> ErrorKind.NETWORK_UNREACHABLE; // ENONET, ENETUNREACH
            case ECONNRESET -> ErrorKind.CONNECTION_RESET;
            case EISCONN -> ErrorKind.ALREADY_CONNECTED;
            case 110 -> ErrorKind.TIMED_OUT; // ETIMEDOUT
            case 111 -> ErrorKind.CONNECTION_REFUSED; // ECONNREFUSED
            case 112, 113 -> ErrorKind.HOST_UNREACHABLE; // EHOSTDOWN, EHOSTUNREACH
            default -> ErrorKind.OTHER;
        };
    }
}
