package dev.minato.testing;

import dev.minato.error.NetException;
import dev.minato.net.ByteSource;
import java.nio.ByteBuffer;

/// Bytes that tell their position in a stream, so that one lost, doubled or moved is noticed.
public final class Pattern {
    private Pattern() {}

    /// The byte at that position.
    public static byte at(long position) {
        return (byte) ((position * 0x9E37_79B9_7F4A_7C15L) >>> 56);
    }

    /// Fills the buffer with what belongs at `position` and after it.
    public static void put(ByteBuffer buffer, long position) {
        for (long at = position; buffer.hasRemaining(); at++) {
            buffer.put(at(at));
        }
    }

    /// That many bytes from `position` on.
    public static ByteBuffer bytes(long position, int count) {
        var buffer = ByteBuffer.allocate(count);
        put(buffer, position);
        return buffer.flip();
    }

    /// Takes all that is in the buffer, and fails if it is not what belongs at `position` and after it.
    public static void check(ByteBuffer buffer, long position) {
        for (long at = position; buffer.hasRemaining(); at++) {
            if (buffer.get() != at(at)) {
                throw new AssertionError("not the byte that belongs at " + at);
            }
        }
    }

    /// Reads to the end of the stream, and fails if it is not what belongs at 0 and after it; how long it was.
    public static long checkToEnd(ByteSource source) throws NetException {
        return checkToEnd(source, ByteBuffer.allocate(64 * 1024), () -> {});
    }

    /// As [#checkToEnd(ByteSource)], read by read; after each, `pause` is run.
    public static long checkToEnd(ByteSource source, ByteBuffer buffer, Runnable pause) throws NetException {
        long total = 0;
        while (source.read(buffer.clear()) != -1) {
            int count = buffer.position();
            check(buffer.flip(), total);
            total += count;
            pause.run();
        }
        return total;
    }
}
