package dev.minato.platform.jdk;

import static java.util.Map.entry;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.UserMemory;
import dev.minato.platform.kernel.DescriptorProbe;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The mapping of the JDK's exceptions to [ErrorKind]s: the one of this platform.
///
/// By the type where the type says it. The JDK throws a bare `IOException` or `SocketException` with the
/// text of strerror(3) for the rest and keeps the errno to itself, so there the text is all there is. One that
/// is not known may be in the user's language, and is looked for among the [ErrorTexts]; if it is not there
/// either, it is what that operation fails with in practice.
final class Failures {
    private static final Map<String, ErrorKind> TEXTS = Map.ofEntries(
            entry("address already in use", ErrorKind.ADDRESS_IN_USE),
            entry("cannot assign requested address", ErrorKind.ADDRESS_NOT_AVAILABLE),
            entry("can't assign requested address", ErrorKind.ADDRESS_NOT_AVAILABLE),
            entry("permission denied", ErrorKind.PERMISSION_DENIED),
            entry("operation not permitted", ErrorKind.PERMISSION_DENIED),
            entry("connection refused", ErrorKind.CONNECTION_REFUSED),
            entry("connection reset", ErrorKind.CONNECTION_RESET),
            entry("connection reset by peer", ErrorKind.CONNECTION_RESET),
            entry("broken pipe", ErrorKind.BROKEN_PIPE),
            entry("software caused connection abort", ErrorKind.CONNECTION_ABORTED),
            entry("connection timed out", ErrorKind.TIMED_OUT),
            entry("operation timed out", ErrorKind.TIMED_OUT),
            entry("no route to host", ErrorKind.HOST_UNREACHABLE),
            entry("host is down", ErrorKind.HOST_UNREACHABLE),
            entry("network is unreachable", ErrorKind.NETWORK_UNREACHABLE),
            entry("network is down", ErrorKind.NETWORK_DOWN),
            entry("message too long", ErrorKind.MESSAGE_TOO_LONG),
            entry("too many open files", ErrorKind.TOO_MANY_OPEN_FILES),
            entry("too many open files in system", ErrorKind.TOO_MANY_OPEN_FILES),
            entry("address family not supported by protocol", ErrorKind.ADDRESS_FAMILY_UNSUPPORTED),
            entry("protocol family unavailable", ErrorKind.ADDRESS_FAMILY_UNSUPPORTED),
            entry("protocol family not supported", ErrorKind.ADDRESS_FAMILY_UNSUPPORTED),
            entry("no buffer space available", ErrorKind.OUT_OF_MEMORY),
            entry("cannot allocate memory", ErrorKind.OUT_OF_MEMORY),
            entry("socket is not connected", ErrorKind.NOT_CONNECTED),
            entry("transport endpoint is not connected", ErrorKind.NOT_CONNECTED),
            entry("invalid argument", ErrorKind.INVALID_INPUT),
            entry("operation not supported", ErrorKind.UNSUPPORTED),
            entry("protocol not available", ErrorKind.UNSUPPORTED),
            entry("no such device", ErrorKind.NOT_FOUND),
            entry("no such file or directory", ErrorKind.NOT_FOUND),
            entry("not a directory", ErrorKind.NOT_FOUND),
            entry("file name too long", ErrorKind.INVALID_INPUT),
            entry("protocol wrong type for socket", ErrorKind.INVALID_INPUT),
            entry("bad file descriptor", ErrorKind.INVALID_INPUT),
            entry("socket operation on non-socket", ErrorKind.INVALID_INPUT),
            // The JDK's own words: it takes one byte less than the kernel.
            entry("unix domain path too long", ErrorKind.INVALID_INPUT),
            entry("protocol error", ErrorKind.CONNECTION_ABORTED),
            entry("machine is not on the network", ErrorKind.NETWORK_UNREACHABLE),
            entry("read-only file system", ErrorKind.PERMISSION_DENIED),
            entry("destination address required", ErrorKind.NOT_CONNECTED),
            entry("transport endpoint is already connected", ErrorKind.ALREADY_CONNECTED),
            entry("resource temporarily unavailable", ErrorKind.WOULD_BLOCK));

    private static final Pattern APPENDIX = Pattern.compile(" \\([^()]* failed\\)$");

    private Failures() {}

    /// The failure of `operation`.
    static NetException of(String operation, Exception thrown) {
        if (thrown instanceof NetException known) {
            return known;
        }
        ErrorKind kind = kind(operation, thrown);
        var failure = NetException.builder(kind, operation).cause(thrown);
        if (kind == ErrorKind.OTHER || kind == ErrorKind.INVALID_INPUT) {
            failure.detail(String.valueOf(thrown.getMessage()));
        }
        return failure.build();
    }

    private static ErrorKind kind(String operation, Exception thrown) {
        return switch (thrown) {
            case ClosedChannelException _, CancelledKeyException _ -> ErrorKind.CLOSED;
            case NotYetConnectedException _, NoConnectionPendingException _ -> ErrorKind.NOT_CONNECTED;
            case AlreadyConnectedException _, ConnectionPendingException _ -> ErrorKind.ALREADY_CONNECTED;
            case UnsupportedAddressTypeException _ -> ErrorKind.ADDRESS_FAMILY_UNSUPPORTED;
            case UnresolvedAddressException _, UnknownHostException _ -> ErrorKind.HOST_NOT_FOUND;
            case UnsupportedOperationException _ -> ErrorKind.UNSUPPORTED;
            case IllegalArgumentException _ -> ErrorKind.INVALID_INPUT;
            // A buffer whose arena is closed, or belongs to another thread.
            case IllegalStateException gone -> throw UserMemory.unusable(operation, gone);
            case WrongThreadException foreign -> throw UserMemory.unusable(operation, foreign);
            case SecurityException _ -> ErrorKind.PERMISSION_DENIED;
            case PortUnreachableException _ -> ErrorKind.CONNECTION_REFUSED;
            case NoRouteToHostException _ -> ErrorKind.HOST_UNREACHABLE;
            case SocketTimeoutException _ -> ErrorKind.TIMED_OUT;
            case ProtocolException _ -> ErrorKind.CONNECTION_ABORTED;
            case ConnectException _ ->
                text(thrown)
                        .orElse(
                                ErrorTexts.know(ErrorKind.CONNECTION_REFUSED)
                                        ? ErrorKind.TIMED_OUT
                                        : ErrorKind.CONNECTION_REFUSED);
            case BindException _ -> text(thrown).orElse(ErrorKind.ADDRESS_IN_USE);
            case IOException _ -> text(thrown).orElseGet(() -> usual(operation));
            case RuntimeException bug -> throw bug;
            default -> throw new AssertionError("unexpected from " + operation, thrown);
        };
    }

    private static Optional<ErrorKind> text(Exception thrown) {
        String text = plain(thrown);
        ErrorKind known = TEXTS.get(text);
        return known != null ? Optional.of(known) : ErrorTexts.kind(text);
    }

    /// The text of strerror(3) in lower case, without what the JDK appends to some, as in "(setsockopt
    /// failed)".
    static String plain(Exception thrown) {
        String message = thrown.getMessage();
        return message == null ? "" : APPENDIX.matcher(message).replaceFirst("").toLowerCase(Locale.ROOT);
    }

    /// The kind that an operation usually fails with, for a text that is not known.
    private static ErrorKind usual(String operation) {
        return switch (operation) {
            case "read" -> ErrorKind.CONNECTION_RESET;
            case "write" -> ErrorKind.BROKEN_PIPE;
            case "accept", "bind", "connect" ->
                DescriptorProbe.findsNone() ? ErrorKind.TOO_MANY_OPEN_FILES : ErrorKind.OTHER;
            default -> ErrorKind.OTHER;
        };
    }
}
