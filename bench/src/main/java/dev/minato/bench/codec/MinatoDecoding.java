package dev.minato.bench.codec;

import dev.minato.codec.Decoder;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// Minato's decoders as `Framed` uses them: each read is appended to a buffer on the heap, all messages are
/// taken out of it, and what is left moves to its front.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MinatoDecoding {
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 15);
    private byte[] stream = {};
    private int read;
    private Decoder<?> decoder = Framing.FIXED.minato(1);
    private long decoded;

    /// Made by JMH.
    public MinatoDecoding() {}

    /// Makes the stream, and decodes it once.
    @Setup
    public void prepare(Input input, Blackhole sink) throws NetException {
        stream = input.stream();
        read = input.read;
        decoder = input.framing.minato(input.size);
        decode(sink);
        input.check(decoded);
    }

    /// All frames of the stream.
    @Benchmark
    public void decode(Blackhole sink) throws NetException {
        for (int at = 0; at < stream.length; at += read) {
            buffer.put(stream, at, Math.min(read, stream.length - at)).flip();
            for (var message = decoder.decode(buffer); message.isPresent(); message = decoder.decode(buffer)) {
                take(message.get(), sink);
            }
            buffer.compact();
        }
    }

    private void take(Object message, Blackhole sink) {
        decoded++;
        if (message instanceof ByteBuffer bytes) {
            sink.consume(bytes.get(bytes.position()));
            sink.consume(bytes.remaining());
        } else {
            sink.consume(message);
        }
    }
}
