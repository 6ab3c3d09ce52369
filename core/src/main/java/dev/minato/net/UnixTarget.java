package dev.minato.net;

import dev.minato.address.AddressParseException;
import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.file.Path;

/// Where a call on a Unix socket is to go, given as a path: INVALID_INPUT for one that no socket can have.
final class UnixTarget {
    private UnixTarget() {}

    private interface Reading {
        UnixAddr read();
    }

    static UnixAddr of(String path, String operation) throws NetException {
        return of(() -> UnixAddr.ofPath(path), path, operation);
    }

    static UnixAddr of(Path path, String operation) throws NetException {
        return of(() -> UnixAddr.ofPath(path), path, operation);
    }

    private static UnixAddr of(Reading reading, Object path, String operation) throws NetException {
        try {
            return reading.read();
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
