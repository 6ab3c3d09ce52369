package dev.minato.net;

import java.nio.ByteBuffer;
import java.util.Objects;

/// The check of the buffers of a vectored call, before any of them is used.
final class BufferRange {
    private BufferRange() {}

    /// Refuses a null among the buffers by its name, and a range that is not in the array.
    static void check(ByteBuffer[] buffers, int offset, int length) {
        Objects.requireNonNull(buffers, "buffers");
        Objects.checkFromIndexSize(offset, length, buffers.length);
        for (int i = offset; i < offset + length; i++) {
            Objects.requireNonNull(buffers[i], "buffers");
        }
    }
}
