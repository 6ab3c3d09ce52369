package dev.minato.bench.server;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The echo of a handler that waits before it takes a buffer, so that an idle connection holds none.
final class WaitingEcho {
    private static final int BUFFER = 16 * 1024;

    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final IntFunction<ByteBuffer> memory;

    /// @param memory the memory of so many bytes, direct or of the heap
    WaitingEcho(IntFunction<ByteBuffer> memory) {
        this.memory = memory;
    }

    /// Until the end of the stream.
    void serve(ByteStream stream) throws NetException {
        do {
            stream.awaitReadable();
        } while (echoWhatIsThere(stream));
    }

    /// False at the end of the stream.
    private boolean echoWhatIsThere(ByteStream stream) throws NetException {
        @Nullable ByteBuffer taken = free.poll();
        ByteBuffer buffer = taken == null ? memory.apply(BUFFER) : taken;
        try {
            int n = stream.tryRead(buffer.clear());
            stream.writeAll(buffer.flip());
            return n >= 0;
        } finally {
            free.add(buffer);
        }
    }
}
