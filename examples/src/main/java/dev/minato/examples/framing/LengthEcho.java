package dev.minato.examples.framing;

import dev.minato.codec.LengthCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;

/// Messages with their length in front, four bytes of it, and each sent back in the same form.
///
/// The length comes from the peer. The codec takes none for true that its limit does not allow: such a message
/// is an error, and nothing is allocated for it. A message is a view of the bytes in the reader's buffer, and
/// written before the next one is read.
///
/// ```
/// $ printf '\0\0\0\5hello' | nc -N 127.0.0.1 7887 | od -c
/// ```
final class LengthEcho {
    private static final int MAX_FRAME = 1_000_000;

    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7887")) {
            serve(listener);
        }
    }

    static void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> echo(stream));
        }
    }

    // @start region="echo"
    static void echo(TcpStream stream) throws NetException {
        try (var messages = new Framed<>(stream, LengthCodec.ofBytes(4).codec(MAX_FRAME))) {
            for (var message = messages.read(); message.isPresent(); message = messages.read()) {
                messages.write(message.get());
            }
        }
    }
    // @end

    private LengthEcho() {}
}
