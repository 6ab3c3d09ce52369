package dev.minato.framed;

import dev.minato.buffer.GrowingBuffer;
import dev.minato.codec.Encoder;
import dev.minato.error.NetException;
import dev.minato.net.ByteSink;
import dev.minato.pool.BufferPool;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The output buffer, of what was written and not sent yet. Its memory is the pool's, and given back once all
/// is sent.
final class Output {
    private final ByteSink sink;
    private final GrowingBuffer buffer;

    /// More than so many bytes are queued only if they are one message.
    private int highWaterMark = BufferPool.HUGE;

    Output(ByteSink sink) {
        this(sink, new GrowingBuffer(BufferPool.LARGE, BufferPool.HUGE, BufferPool.OUTPUT));
    }

    private Output(ByteSink sink, GrowingBuffer buffer) {
        this.sink = sink;
        this.buffer = buffer;
    }

    /// The same output, which goes on to another handle of the sink; this one is not used any more.
    Output to(ByteSink other) {
        var output = new Output(other, buffer);
        output.highWaterMark = highWaterMark;
        return output;
    }

    ByteSink sink() {
        return sink;
    }

    boolean isEmpty() {
        return buffer.isEmpty();
    }

    void setHighWaterMark(int bytes) {
        highWaterMark = bytes;
    }

    /// Puts a message into the buffer, which is flushed first if it would go over the high-water mark.
    <O> void append(O message, Encoder<O> encoder) throws NetException {
        int length = encoder.maxEncodedLength(message);
        if (length > highWaterMark - buffer.count()) {
            flush();
        }
        buffer.makeRoom(length, Math.max(highWaterMark, length));
        ByteBuffer output = buffer.beginAppend();
        int start = output.position();
        boolean encoded = false;
        try {
            encoder.encode(message, output);
            encoded = true;
        } finally {
            if (!encoded) {
                // Whatever an encoder leaves behind that throws: nothing of its message is sent.
                output.position(start);
            }
            output.order(ByteOrder.BIG_ENDIAN);
            buffer.endAppend();
            if (buffer.isEmpty()) {
                drop();
            }
        }
    }

    /// Puts in what was written elsewhere.
    void add(ByteBuffer unsent) {
        int count = unsent.remaining();
        buffer.makeRoom(count, Math.max(count, highWaterMark));
        buffer.beginAppend().put(unsent);
        buffer.endAppend();
    }

    /// Sends everything; what a failure leaves stays in the buffer.
    void flush() throws NetException {
        if (!buffer.isEmpty()) {
            sink.writeAll(buffer.content());
            drop();
        }
    }

    /// Takes all that was not sent, in a buffer that is the caller's and has nothing else in it.
    ByteBuffer takeAll() {
        return ByteBuffer.wrap(buffer.takeArray());
    }

    /// Gives up what was not sent.
    void drop() {
        ByteBuffer content = buffer.content();
        content.position(content.limit());
        var _ = buffer.shrink(0);
    }
}
