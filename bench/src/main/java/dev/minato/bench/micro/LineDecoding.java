package dev.minato.bench.micro;

import dev.minato.codec.Codec;
import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One line out of a direct buffer that holds 64 of them.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LineDecoding {
    private static final int LINES = 64;
    private static final int MAX_LINE = 1 << 16;

    /// Bytes of a line, without its end.
    @Param({"16", "63", "1023"})
    public int length;

    private final Codec<ByteBuffer, ByteBuffer> bytes = LineCodec.bytes(MAX_LINE);
    private final Codec<String, String> text = LineCodec.utf8(MAX_LINE);
    private ByteBuffer input = ByteBuffer.allocate(0);

    /// Made by JMH.
    public LineDecoding() {}

    /// Fills the buffer.
    @Setup
    public void fill() {
        input = ByteBuffer.allocateDirect(LINES * (length + 1));
        while (input.hasRemaining()) {
            input.put((byte) ((input.position() + 1) % (length + 1) == 0 ? '\n' : 'x'));
        }
        input.flip();
    }

    private ByteBuffer input() {
        return input.hasRemaining() ? input : input.rewind();
    }

    /// As a view.
    @Benchmark
    public Optional<ByteBuffer> bytes() throws NetException {
        return bytes.decode(input());
    }

    /// As a string.
    @Benchmark
    public Optional<String> utf8() throws NetException {
        return text.decode(input());
    }
}
