package dev.minato.platform;

import java.nio.ByteBuffer;

/// Arithmetic of scatter and gather: the part of several buffers that one call takes.
public final class Vectors {
    private Vectors() {}

    /// Returns how many of the buffers from `offset` on hold `most` bytes, the last of them only in part; all
    /// of them if they hold less.
    public static int holding(ByteBuffer[] buffers, int offset, int length, int most) {
        long total = 0;
        int count = 0;
        while (count < length && total < most) {
            total += buffers[offset + count].remaining();
            count++;
        }
        return count;
    }

    /// The index of the first of the buffers that has something remaining; `offset + length` for none.
    public static int first(ByteBuffer[] buffers, int offset, int length) {
        int at = offset;
        while (at < offset + length && !buffers[at].hasRemaining()) {
            at++;
        }
        return at;
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
