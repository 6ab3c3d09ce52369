package dev.minato.platform;

import java.nio.ByteBuffer;

/// The check of a user's buffer before anything is read into it or sent from it.
///
/// A read-only one is an IllegalArgumentException; one in the memory of an arena that is closed, or belongs to
/// another thread, an IllegalStateException.
public final class UserMemory {
    private UserMemory() {}

    /// Refuses a buffer that cannot be read into.
    public static void checkRoom(ByteBuffer buffer, String operation) {
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException(operation + ": buffer must not be read-only");
        }
        checkBytes(buffer, operation);
    }

    /// Refuses a buffer whose bytes cannot be reached.
    @SuppressWarnings("CheckReturnValue")
    public static void checkBytes(ByteBuffer buffer, String operation) {
        try {
            if (buffer.hasRemaining()) {
                buffer.get(buffer.position());
            }
        } catch (IllegalStateException | WrongThreadException e) {
            throw unusable(operation, e);
        }
    }

    /// The failure for what access to a buffer threw because its arena is closed, or belongs to another thread.
    public static IllegalStateException unusable(String operation, RuntimeException thrown) {
        return new IllegalStateException(operation + ": the buffer's memory cannot be used here", thrown);
    }
}
