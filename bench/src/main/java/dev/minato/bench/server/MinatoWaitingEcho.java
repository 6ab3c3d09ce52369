package dev.minato.bench.server;

import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Streams of Minato whose handlers wait before they take a buffer, so that an idle connection holds none.
final class MinatoWaitingEcho {
    private static final int BUFFER = 16 * 1024;
    private static final ConcurrentLinkedQueue<ByteBuffer> FREE = new ConcurrentLinkedQueue<>();

    private MinatoWaitingEcho() {}

    public static void main(String[] arguments) throws Exception {
        MinatoServer.tcp(MinatoWaitingEcho::echo);
    }

    private static void echo(TcpStream stream) throws NetException {
        do {
            stream.awaitReadable();
        } while (echoWhatIsThere(stream));
    }

    /// False at the end of the stream.
    private static boolean echoWhatIsThere(TcpStream stream) throws NetException {
        @Nullable ByteBuffer free = FREE.poll();
        ByteBuffer buffer = free == null ? ByteBuffer.allocateDirect(BUFFER) : free;
        try {
            int n = stream.tryRead(buffer.clear());
            stream.writeAll(buffer.flip());
            return n >= 0;
        } finally {
            FREE.add(buffer);
        }
    }
}
