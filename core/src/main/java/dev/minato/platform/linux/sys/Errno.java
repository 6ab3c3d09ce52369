package dev.minato.platform.linux.sys;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.kernel.AcceptFailures;

/// The error numbers of errno(3) that have a meaning here, and the failures that they make. The numbers are
/// the same on x86-64 and aarch64.
public final class Errno {
    public static final int EPERM = 1;
    static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EFAULT = 14;
    public static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int ENOTDIR = 20;
    public static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int EROFS = 30;
    public static final int EPIPE = 32;
    static final int ENAMETOOLONG = 36;
    public static final int ENOSYS = 38;
    static final int ELOOP = 40;
    static final int ENONET = 64;
    static final int EPROTO = 71;
    static final int EOVERFLOW = 75;
    public static final int ENOTSOCK = 88;
    static final int EDESTADDRREQ = 89;
    static final int EMSGSIZE = 90;
    static final int EPROTOTYPE = 91;
    public static final int ENOPROTOOPT = 92;
    public static final int EPROTONOSUPPORT = 93;
    static final int ESOCKTNOSUPPORT = 94;
    public static final int EOPNOTSUPP = 95;
    static final int EAFNOSUPPORT = 97;
    static final int EADDRINUSE = 98;
    static final int EADDRNOTAVAIL = 99;
    static final int ENETDOWN = 100;
    static final int ENETUNREACH = 101;
    static final int ECONNABORTED = 103;
    static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int EISCONN = 106;
    public static final int ENOTCONN = 107;
    static final int ESHUTDOWN = 108;
    static final int ETIMEDOUT = 110;
    static final int ECONNREFUSED = 111;
    static final int EHOSTDOWN = 112;
    static final int EHOSTUNREACH = 113;
    public static final int EALREADY = 114;
    public static final int EINPROGRESS = 115;
    public static final int ECANCELED = 125;

    /// The result of a call that would block.
    public static final long NOT_NOW = -EAGAIN;

    private Errno() {}

    /// Whether splice(2) or sendfile(2) said that it does not do this with such a descriptor, or not at all:
    /// then bytes are to be copied.
    public static boolean isRefusal(long result) {
        return result == -EINVAL || result == -ENOSYS || result == -EOPNOTSUPP || result == -EPERM;
    }

    /// Returns the result of a try: 0 or more, or [#NOT_NOW]. Throws any other errno.
    public static long check(long result, String operation) throws NetException {
        if (result >= 0 || result == NOT_NOW) {
            return result;
        }
        throw of(operation, (int) -result);
    }

    /// Returns the failure of accept(2) with that errno, positive. accept(2) hands on the errors that are
    /// pending on the new connection, which has left the accept queue then: CONNECTION_ABORTED, like one
    /// that died in it.
    public static NetException ofAccept(int errno) {
        return AcceptFailures.ofConnection(kind(errno))
                ? NetException.builder(ErrorKind.CONNECTION_ABORTED, "accept")
                        .osError(errno)
                        .build()
                : of("accept", errno);
    }

    /// Returns the failure of `operation` with that errno, positive.
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
            case EPERM, EACCES, EROFS -> ErrorKind.PERMISSION_DENIED;
            case ENOENT, ENODEV, ENOTDIR -> ErrorKind.NOT_FOUND;
            case EAGAIN -> ErrorKind.WOULD_BLOCK;
            case ENOMEM, ENOBUFS -> ErrorKind.OUT_OF_MEMORY;
            case EBADF, EFAULT, EINVAL, ENOTSOCK, ENAMETOOLONG, ELOOP, EPROTOTYPE -> ErrorKind.INVALID_INPUT;
            case EEXIST -> ErrorKind.ALREADY_EXISTS;
            case ENFILE, EMFILE -> ErrorKind.TOO_MANY_OPEN_FILES;
            case EPIPE, ESHUTDOWN -> ErrorKind.BROKEN_PIPE;
            case ENOSYS, ENOPROTOOPT, EPROTONOSUPPORT, ESOCKTNOSUPPORT, EOPNOTSUPP -> ErrorKind.UNSUPPORTED;
            case EPROTO, ECONNABORTED -> ErrorKind.CONNECTION_ABORTED;
            case EDESTADDRREQ, ENOTCONN -> ErrorKind.NOT_CONNECTED;
            case EMSGSIZE -> ErrorKind.MESSAGE_TOO_LONG;
            case EAFNOSUPPORT -> ErrorKind.ADDRESS_FAMILY_UNSUPPORTED;
            case EADDRINUSE -> ErrorKind.ADDRESS_IN_USE;
            case EADDRNOTAVAIL -> ErrorKind.ADDRESS_NOT_AVAILABLE;
            case ENETDOWN -> ErrorKind.NETWORK_DOWN;
            case ENONET, ENETUNREACH -> ErrorKind.NETWORK_UNREACHABLE;
            case ECONNRESET -> ErrorKind.CONNECTION_RESET;
            case EISCONN -> ErrorKind.ALREADY_CONNECTED;
            case ETIMEDOUT -> ErrorKind.TIMED_OUT;
            case ECONNREFUSED -> ErrorKind.CONNECTION_REFUSED;
            case EHOSTDOWN, EHOSTUNREACH -> ErrorKind.HOST_UNREACHABLE;
            default -> ErrorKind.OTHER;
        };
    }
}
