package dev.minato.framed;

import dev.minato.buffer.GrowingBuffer;
import dev.minato.codec.Encoder;
import dev.minato.error.NetException;
import dev.minato.net.ByteSink;
import java.nio.ByteBuffer;

/// The output buffer, of what was written and not sent yet.
final class Output {
    private static final int FIRST = 128;
    private static final int KEPT = 16 * 1024;
    private static final int MAX_SIZE = 64 * 1024;

    private final ByteSink sink;
    private final GrowingBuffer buffer;

    Output(ByteSink sink) {
        this(sink, new GrowingBuffer(FIRST, KEPT));
    }

    private Output(ByteSink sink, GrowingBuffer buffer) {
        this.sink = sink;
        this.buffer = buffer;
    }

    /// The same output, which goes on to another handle of the sink; this one is not used any more.
    Output to(ByteSink other) {
        return new Output(other, buffer);
    }

    ByteSink sink() {
        return sink;
    }

    boolean isEmpty() {
        return buffer.isEmpty();
    }

    /// Puts a message into the buffer, which grows to 64 KiB, then is flushed, and only for a larger message
    /// becomes larger.
    <O> void append(O message, Encoder<O> encoder) throws NetException {
        int length = encoder.maxEncodedLength(message);
        if (length > buffer.room()) {
            makeRoom(length);
        }
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
            buffer.endAppend();
            if (!encoded && buffer.isEmpty()) {
                buffer.reclaim(KEPT);
            }
        }
    }

    private void makeRoom(int length) throws NetException {
        if (buffer.count() + (long) length > MAX_SIZE) {
            flush();
        }
        buffer.makeRoom(length, Math.max(MAX_SIZE, length));
    }

    /// Sends everything; what a failure leaves stays in the buffer. A large buffer that is no longer made use
    /// of is let go.
    void flush() throws NetException {
        int count = buffer.count();
        if (count > 0) {
            sink.writeAll(buffer.content());
            buffer.reclaim(count > KEPT ? MAX_SIZE : KEPT);
        }
    }

    /// Gives up what was not sent.
    void drop() {
        var _ = buffer.takeAll();
    }
}
