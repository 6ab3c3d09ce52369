package dev.minato.examples.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;

/// The first client: connects, says something, ends its half of the conversation, and prints the answer.
///
/// `shutdown(WRITE)` is how a client says "that was all": the server reads to the end of the stream, and can
/// still answer. Without it both sides would wait for each other forever. What comes back is bounded, because a
/// client should not trust the other side with its memory.
///
/// Try it with the echo server, or with `nc` in its place:
///
/// ```
/// $ nc -l 127.0.0.1 7878
/// ```
///
/// Start the client; `nc` prints what it says. Type an answer and end it with Ctrl-D.
/// Arguments: the address, and what to say.
final class EchoClient {
    private static final int LIMIT = 64 * 1024;

    static void main(String[] args) throws NetException {
        String address = args.length > 0 ? args[0] : "127.0.0.1:7878";
        String text = args.length > 1 ? args[1] : "hello";
        IO.println(ask(address, text));
    }

    static String ask(String address, String text) throws NetException {
        // @start region="client"
        try (var stream = TcpStream.connect(address)) {
            stream.writeAll(text.getBytes(UTF_8));
            stream.shutdown(Shutdown.WRITE);
            return stream.readToString(LIMIT);
        }
        // @end
    }

    private EchoClient() {}
}
