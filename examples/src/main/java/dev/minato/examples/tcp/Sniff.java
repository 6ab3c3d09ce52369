package dev.minato.examples.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;

/// Two protocols on one port: the first byte decides, and stays for the one who is chosen.
///
/// A peek takes nothing away. Here what begins with a letter gets a greeting and is echoed; a TLS client, which
/// begins with the byte 22, is told in plain words that it is not spoken.
///
/// ```
/// $ echo hi | nc -N 127.0.0.1 7878
/// plain text: hi
/// ```
final class Sniff {
    private static final byte TLS_HANDSHAKE = 22;

    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            serve(listener);
        }
    }

    static void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> answer(stream));
        }
    }

    // @start region="peek"
    static void answer(TcpStream stream) throws NetException {
        try (stream) {
            var first = ByteBuffer.allocate(1);
            if (stream.peek(first) == -1) {
                return;
            }
            boolean tls = first.get(0) == TLS_HANDSHAKE;
            stream.writeAll((tls ? "no TLS here\n" : "plain text: ").getBytes(US_ASCII));
            if (!tls) {
                stream.writeAll(stream.readToEnd(1024)); // the first byte is still there
            }
        }
    }
    // @end

    private Sniff() {}
}
