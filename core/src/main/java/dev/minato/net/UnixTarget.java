package dev.minato.net;

import dev.minato.address.AddressParseException;
import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.file.Path;

/// Unix addresses out of what the callers give.
final class UnixTarget {
    private UnixTarget() {}

    static UnixAddr of(String path, String operation) throws NetException {
        try {
            return UnixAddr.ofPath(path);
        } catch (AddressParseException e) {
            throw noAddress(path, operation, e);
        }
    }

    static UnixAddr of(Path path, String operation) throws NetException {
        try {
            return UnixAddr.ofPath(path);
        } catch (AddressParseException e) {
            throw noAddress(path.toString(), operation, e);
        }
    }

    private static NetException noAddress(String path, String operation, AddressParseException e) {
        return NetException.builder(ErrorKind.INVALID_INPUT, operation)
                .address("unix " + path)
                .detail(e.reason())
                .cause(e)
                .build();
    }

    static void checkNamed(UnixAddr address, String operation) throws NetException {
        if (address.isUnnamed()) {
            throw NetException.builder(ErrorKind.INVALID_INPUT, operation)
                    .address(address)
                    .detail("a path or a name is needed")
                    .build();
        }
    }
}
