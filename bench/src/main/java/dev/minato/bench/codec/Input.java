package dev.minato.bench.codec;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A stream of equal frames that comes in reads of some size.
@State(Scope.Thread)
public class Input {
    /// How many frames one pass over the stream decodes.
    public static final int FRAMES = 1024;

    /// How they are framed.
    @Param
    public Framing framing = Framing.FIXED;

    /// Bytes of a frame.
    @Param({"16", "64", "256"})
    public int size;

    /// Bytes of a read: a full buffer, or a segment of TCP.
    @Param({"16384", "1460"})
    public int read;

    /// Made by JMH.
    public Input() {}

    byte[] stream() {
        byte[] frame = framing.frame(size);
        var stream = new byte[FRAMES * size];
        for (int i = 0; i < FRAMES; i++) {
            System.arraycopy(frame, 0, stream, i * size, size);
        }
        return stream;
    }

    /// Checks that a pass has decoded all, so that nothing is compared that does less.
    void check(long decoded) {
        if (decoded != FRAMES) {
            throw new IllegalStateException(framing + " decoded " + decoded + " frames of " + FRAMES);
        }
    }
}
