package dev.minato.services.lines;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.error.NetException;
import dev.minato.server.RequestHandler;
import dev.minato.server.Session;

/// The requests of a line protocol: each line is answered in order, a malformed one with an error reply.
///
/// @param <T> a decoded line
@FunctionalInterface
public interface LineRequests<T> extends RequestHandler<T, byte[]> {
    /// Writes the reply, which ends with LF.
    @Override
    void handle(T line, Session<T, byte[]> session) throws NetException;

    @Override
    default void refuse(NetException failure, Session<T, byte[]> session) throws NetException {
        String error = switch (failure.kind()) {
            case MESSAGE_TOO_LONG -> "ERR line too long\n";
            case INVALID_DATA -> "ERR invalid UTF-8\n";
            case UNEXPECTED_EOF -> "ERR incomplete line\n";
            default -> throw failure;
        };
        session.write(error.getBytes(US_ASCII));
    }
}
