package dev.minato.platform;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;

/// The check of a user's buffer before anything is read into it or sent from it; INVALID_INPUT if it fails.
///
/// It may be read-only, or lie in the memory of an arena that is closed or belongs to another thread.
public final class UserMemory {
    private UserMemory() {}

    /// Refuses a buffer that cannot be read into.
    public static void checkRoom(ByteBuffer buffer, String operation) throws NetException {
        if (buffer.isReadOnly()) {
            throw NetException.of(ErrorKind.INVALID_INPUT, operation, "the buffer is read-only");
        }
        checkBytes(buffer, operation);
    }

    /// Refuses a buffer whose bytes cannot be reached.
    @SuppressWarnings("CheckReturnValue")
    public static void checkBytes(ByteBuffer buffer, String operation) throws NetException {
        try {
            if (buffer.hasRemaining()) {
                buffer.get(buffer.position());
            }
        } catch (IllegalStateException | WrongThreadException e) {
            throw unusable(operation, e);
        }
    }

    /// The failure for what access to a buffer threw because its arena is closed, or belongs to another thread.
    public static NetException unusable(String operation, RuntimeException thrown) {
        return NetException.builder(ErrorKind.INVALID_INPUT, operation)
                .detail("the buffer's memory cannot be used here")
                .cause(thrown)
                .build();
    }
}
