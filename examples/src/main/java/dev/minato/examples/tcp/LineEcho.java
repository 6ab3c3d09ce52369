package dev.minato.examples.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;

/// Numbers the lines it gets and sends each back, through two handles on one connection: one that reads and one
/// that writes.
///
/// `tryClone` gives a second handle on the same connection. Here one becomes a reader of lines, which owns its
/// handle and closes it, and the other stays what it was. Both could live in different tasks. The connection
/// ends with its last handle.
///
/// A line may have 1,024 bytes. One that is longer, or no UTF-8, is an error of that connection and ends it.
///
/// Try it:
///
/// ```
/// $ printf 'good\nmorning\n' | nc -N 127.0.0.1 7879
/// 1: good
/// 2: morning
/// ```
final class LineEcho {
    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7879")) {
            serve(listener);
        }
    }

    static void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> echoLines(stream));
        }
    }

    // @start region="clone"
    static void echoLines(TcpStream stream) throws NetException {
        try (var writer = stream;
                var reader = new Framed<>(stream.tryClone(), LineCodec.utf8(1024))) {
            int number = 0;
            for (var line = reader.read(); line.isPresent(); line = reader.read()) {
                number++;
                writer.writeAll((number + ": " + line.get() + "\n").getBytes(UTF_8));
            }
        }
    }
    // @end

    private LineEcho() {}
}
