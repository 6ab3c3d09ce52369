package dev.minato.examples.framing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Two reads are not two messages. TCP carries bytes, and cuts them where it likes.
///
/// Three lines travel in pieces, as a network may cut them, twice. The first time plain reads get them, and
/// what each read gives is a piece: half a line, or one and a half. A program that takes a read for a message
/// works on its author's machine and fails in the world. The second time a [Framed] with a codec for lines gets
/// the same pieces, and gives the lines.
///
/// Try it; it needs nobody else:
///
/// ```
/// $ examples/run TwoReads
/// plain reads: [one\ntw, o\nthr, ee\n]
/// framed:      [one, two, three]
/// ```
///
/// Or see the same with `nc -l 127.0.0.1 7878` and a slow typist. Argument: where to listen for itself.
final class TwoReads {
    static final List<String> PIECES = List.of("one\ntw", "o\nthr", "ee\n");

    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:0")) {
            IO.println("plain reads: " + plainReads(listener).toString().replace("\n", "\\n"));
            IO.println("framed:      " + framed(listener));
        }
    }

    static List<String> plainReads(TcpListener listener) throws NetException {
        var reads = new ArrayList<String>();
        try (var sender = TcpStream.connect(listener.localAddress());
                var receiver = listener.accept()) {
            var buffer = ByteBuffer.allocate(1024);
            for (String piece : PIECES) {
                sender.writeAll(piece.getBytes(UTF_8));
                receiver.read(buffer.clear());
                reads.add(UTF_8.decode(buffer.flip()).toString());
            }
        }
        return reads;
    }

    static List<String> framed(TcpListener listener) throws NetException {
        var messages = new ArrayList<String>();
        try (var sender = TcpStream.connect(listener.localAddress());
                var receiver = listener.accept()) {
            for (String piece : PIECES) {
                sender.writeAll(piece.getBytes(UTF_8));
            }
            sender.shutdown(Shutdown.WRITE);
            // @start region="framed"
            try (var lines = new Framed<>(receiver, LineCodec.utf8(1024))) {
                for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                    messages.add(line.get());
                }
            }
            // @end
        }
        return messages;
    }

    private TwoReads() {}
}
