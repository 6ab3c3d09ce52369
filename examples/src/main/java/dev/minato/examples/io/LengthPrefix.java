package dev.minato.examples.io;

import static java.nio.ByteOrder.BIG_ENDIAN;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.io.BufferedSink;
import dev.minato.io.BufferedSource;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;

/// Messages with their length in front, four bytes of it, and each sent back in the same form.
///
/// The length comes from the peer, so it is checked before a byte is kept for it. A message of the longest
/// length or less is read whole or not at all; a stream that ends within one is an error.
///
/// ```
/// $ printf '\0\0\0\5hello' | nc -N 127.0.0.1 7885 | od -c
/// ```
final class LengthPrefix {
    private static final int MAX_LENGTH = 1_000_000;

    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7885")) {
            serve(listener);
        }
    }

    static void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> echo(stream));
        }
    }

    // @start region="frames"
    static void echo(TcpStream stream) throws NetException {
        try (stream) {
            var reader = BufferedSource.of(stream);
            var writer = BufferedSink.of(stream);
            while (reader.fillBuf().hasRemaining()) {
                byte[] message = read(reader);
                writer.writeInt(message.length, BIG_ENDIAN);
                writer.writeAll(message);
                writer.flush();
            }
        }
    }

    private static byte[] read(BufferedSource reader) throws NetException {
        long length = reader.readUnsignedInt(BIG_ENDIAN);
        if (length > MAX_LENGTH) {
            throw NetException.of(ErrorKind.MESSAGE_TOO_LONG, "read message", length + " bytes");
        }
        byte[] message = new byte[(int) length];
        reader.readExact(message);
        return message;
    }
    // @end

    private LengthPrefix() {}
}
