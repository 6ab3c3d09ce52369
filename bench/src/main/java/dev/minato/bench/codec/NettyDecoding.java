package dev.minato.bench.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// Netty's decoders as a channel uses them: each read is a buffer of the channel's default allocator that is fired
/// through the pipeline, whose last handler takes the messages and releases them.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NettyDecoding {
    private byte[] stream = {};
    private int read;
    private EmbeddedChannel channel = new EmbeddedChannel();
    private final Last last = new Last();

    /// Made by JMH.
    public NettyDecoding() {}

    /// The handler behind the decoder.
    private static final class Last extends ChannelInboundHandlerAdapter {
        private long decoded;
        private @Nullable Blackhole sink;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            decoded++;
            Blackhole sink = Objects.requireNonNull(this.sink);
            if (message instanceof ByteBuf bytes) {
                sink.consume(bytes.getByte(bytes.readerIndex()));
                sink.consume(bytes.readableBytes());
                bytes.release();
            } else {
                sink.consume(message);
            }
        }
    }

    /// Makes the stream, and decodes it once.
    @Setup
    public void prepare(Input input, Blackhole sink) {
        stream = input.stream();
        read = input.read;
        List<ChannelHandler> handlers = new ArrayList<>(input.framing.netty(input.size));
        if (handlers.isEmpty()) {
            throw new IllegalStateException("Netty has no decoder for " + input.framing);
        }
        handlers.add(last);
        channel = new EmbeddedChannel(handlers.toArray(ChannelHandler[]::new));
        last.sink = sink;
        decode(sink);
        input.check(last.decoded);
    }

    /// All frames of the stream.
    @Benchmark
    public void decode(Blackhole sink) {
        last.sink = sink;
        for (int at = 0; at < stream.length; at += read) {
            int count = Math.min(read, stream.length - at);
            ByteBuf bytes = channel.alloc().ioBuffer(count);
            bytes.writeBytes(stream, at, count);
            channel.pipeline().fireChannelRead(bytes);
        }
        channel.pipeline().fireChannelReadComplete();
    }
}
