package dev.minato.examples.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;

/// Counts the bytes that a client sends until it ends its half of the connection, and then tells it how many
/// they were.
///
/// The end of the stream is -1, and only that: a read gives at least one byte otherwise, or fails. After it the
/// other direction is still open, so there is somebody to answer. However much is sent, the server holds one
/// buffer of it.
///
/// Try it (`-N` makes `nc` end its half at the end of its input):
///
/// ```
/// $ printf hello | nc -N 127.0.0.1 7880
/// received 5 bytes total
/// ```
final class ByteCounter {
    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7880")) {
            serve(listener);
        }
    }

    static void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> count(stream));
        }
    }

    // @start region="count"
    static void count(TcpStream stream) throws NetException {
        try (stream) {
            long total = 0;
            var buffer = ByteBuffer.allocate(16 * 1024);
            for (int read = stream.read(buffer); read != -1; read = stream.read(buffer.clear())) {
                total += read;
            }
            stream.writeAll(("received " + total + " bytes total\n").getBytes(US_ASCII));
        }
    }
    // @end

    private ByteCounter() {}
}
