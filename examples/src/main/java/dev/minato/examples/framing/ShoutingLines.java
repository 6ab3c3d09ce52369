package dev.minato.examples.framing;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.util.Locale;
import java.util.Optional;

/// A server that speaks in messages: it gets a line and sends it back in upper case, without the
/// space around it. A bad line is answered
/// with what is wrong with it, and the connection goes on.
///
/// A [Framed] takes lines out of the stream, however TCP cut it, and puts lines in. There is no `flush`: what
/// was written goes out before the next wait for input, so a client that sends a hundred lines at once gets a
/// hundred back in one piece. A line that is too long, or no UTF-8, is an error of that line (its operation is
/// `decode`); the next read goes on behind it.
///
/// Try it:
///
/// ```
/// $ printf 'hello\n\377\nworld\n' | nc -N 127.0.0.1 7879
/// HELLO
/// ERR invalid data
/// WORLD
/// ```
final class ShoutingLines {
    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7879")) {
            serve(listener);
        }
    }

    static void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> shout(stream));
        }
    }

    // @start region="lines"
    static void shout(TcpStream stream) throws NetException {
        // Upper case can take three times the bytes.
        try (var lines = new Framed<>(stream, LineCodec.utf8(1024), LineCodec.utf8(3 * 1024))) {
            for (var line = next(lines); line.isPresent(); line = next(lines)) {
                lines.write(line.get().strip().toUpperCase(Locale.ROOT));
            }
        }
    }
    // @end

    /// The next good line; bad ones are answered on the way.
    // @start region="recover"
    static Optional<String> next(Framed<String, String> lines) throws NetException {
        while (true) {
            try {
                return lines.read();
            } catch (NetException e) {
                boolean isBadLine = e.kind() == ErrorKind.MESSAGE_TOO_LONG || e.kind() == ErrorKind.INVALID_DATA;
                if (!isBadLine || lines.isFailed()) {
                    throw e;
                }
                lines.write("ERR " + e.kind());
            }
        }
    }
    // @end

    private ShoutingLines() {}
}
