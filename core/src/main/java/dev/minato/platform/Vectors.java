package dev.minato.platform;

import java.nio.ByteBuffer;

/// How much of several buffers one call takes.
public final class Vectors {
    private Vectors() {}

    /// How many of the buffers from `offset` on have no more than `most` bytes together; at least one, if there
    /// is one.
    public static int fitting(ByteBuffer[] buffers, int offset, int length, int most) {
        long total = 0;
        int count = 0;
        while (count < length) {
            total += buffers[offset + count].remaining();
            if (total > most) {
                break;
            }
            count++;
        }
        return Math.max(count, Math.min(1, length));
    }

    /// Whether any of the buffers has something remaining.
    public static boolean anyRemaining(ByteBuffer[] buffers, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffers[i].hasRemaining()) {
                return true;
            }
        }
        return false;
    }
}
