package dev.minato.examples.io;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.error.NetException;
import dev.minato.io.BufferedSink;
import dev.minato.io.BufferedSource;
import dev.minato.io.Copy;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;

/// Gets blobs of bytes, each behind a line that says how many, and sends each back in the same form: text and
/// bytes on one connection, which a reader of lines alone could not take apart.
///
/// A line may have 20 bytes, and a blob a million; what is more, or is no number, ends the connection.
///
/// Try it:
///
/// ```
/// $ printf '5\nhello2\nhi' | nc -N 127.0.0.1 7884
/// 5
/// hello2
/// hi
/// ```
final class LineReader {
    private static final int MAX_BLOB = 1_000_000;

    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7884")) {
            serve(listener);
        }
    }

    static void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> sendBack(stream));
        }
    }

    static void sendBack(TcpStream stream) throws NetException {
        // @start region="lines"
        try (var reader = BufferedSource.of(stream)) {
            for (var line = reader.readLine(20); line.isPresent(); line = reader.readLine(20)) {
                answer(reader, stream, parse(line.get()));
            }
        }
        // @end
    }

    private static void answer(BufferedSource reader, TcpStream stream, int length) throws NetException {
        // @start region="writer"
        var writer = BufferedSink.of(stream);
        writer.writeAll((length + "\n").getBytes(US_ASCII));
        writer.flush();
        Copy.copy(reader, stream, length);
        // @end
    }

    private static int parse(String line) {
        int length = Integer.parseInt(line);
        if (length < 0 || length > MAX_BLOB) {
            throw new NumberFormatException("not from 0 to " + MAX_BLOB + ": " + length);
        }
        return length;
    }

    private LineReader() {}
}
