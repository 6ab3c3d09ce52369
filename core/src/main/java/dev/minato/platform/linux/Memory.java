package dev.minato.platform.linux;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;

/// What buffers the system can be given; [Transfer] does.
///
/// A call holds up the garbage collector while it copies to or from the heap, so one takes at most [#LARGEST]
/// bytes.
final class Memory {
    /// About what a socket's buffer holds, and 50 µs of copying.
    static final int LARGEST = 512 * 1024;

    private Memory() {}

    /// Refuses a buffer that cannot be read into.
    static void checkWritable(ByteBuffer buffer, String operation) throws NetException {
        if (buffer.isReadOnly()) {
            throw NetException.of(ErrorKind.INVALID_INPUT, operation, "the buffer is read-only");
        }
    }

    /// Fails now, not with the bytes in hand, if the buffer's memory belongs to another thread or is gone.
    @SuppressWarnings("CheckReturnValue")
    static void touch(ByteBuffer buffer) {
        if (buffer.hasRemaining()) {
            buffer.get(buffer.position());
        }
    }

    /// What a call on a segment threw because its arena is closed, or belongs to another thread.
    static NetException unusable(String operation, RuntimeException thrown) {
        return NetException.builder(ErrorKind.INVALID_INPUT, operation)
                .detail("the buffer's memory cannot be used here")
                .cause(thrown)
                .build();
    }
}
