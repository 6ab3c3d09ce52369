package dev.minato.net.connect;

import dev.minato.address.AddressParseException;
import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.file.Path;
import java.util.Objects;

/// The target of a call on a Unix socket: INVALID_INPUT for a path that no socket can have.
public final class UnixTarget {
    private UnixTarget() {}

    private interface Parsing<P> {
        UnixAddr parse(P path);
    }

    /// Returns the address of a path.
    public static UnixAddr of(String path, String operation) throws NetException {
        return of(UnixAddr::ofPath, Objects.requireNonNull(path, "path"), operation);
    }

    /// Returns the address of a path.
    public static UnixAddr of(Path path, String operation) throws NetException {
        return of(UnixAddr::ofPath, Objects.requireNonNull(path, "path"), operation);
    }

    /// Throws INVALID_INPUT for an unnamed address, which nobody can bind or connect to.
    public static void checkNamed(UnixAddr address, String operation) throws NetException {
        if (Objects.requireNonNull(address, "address").isUnnamed()) {
            throw NetException.builder(ErrorKind.INVALID_INPUT, operation)
                    .address(address)
                    .detail("a path or a name is needed")
                    .build();
        }
    }

    private static <P> UnixAddr of(Parsing<P> parsing, P path, String operation) throws NetException {
        try {
            return parsing.parse(path);
        } catch (IllegalArgumentException e) {
            String reason = e instanceof AddressParseException wrong ? wrong.reason() : String.valueOf(e.getMessage());
            throw NetException.builder(ErrorKind.INVALID_INPUT, operation)
                    .address(path)
                    .detail(reason)
                    .cause(e)
                    .build();
        }
    }
}
