package dev.minato.examples.framing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.codec.LineCodec;
import dev.minato.framed.Framed;
import dev.minato.framed.FramedReader;
import dev.minato.framed.FramedWriter;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;

/// A chat in lines: what you type goes to the peer, and each line of the peer is printed, both at once.
///
/// A [Framed] is for one task: it sends what was written before it waits for input. Here one task waits for the
/// peer while another waits for the keyboard, so the `Framed` is split, each task owns one end, and the writer
/// says itself when its messages go out.
///
/// Try it with the server that numbers lines:
///
/// ```
/// $ printf 'good\nmorning\n' | examples/run LineChat 127.0.0.1:7879
/// 1: good
/// 2: morning
/// ```
final class LineChat {
    static void main(String[] args) throws Exception {
        var stream = TcpStream.connect(args.length > 0 ? args[0] : "127.0.0.1:7879");
        talk(stream, new InputStreamReader(System.in, UTF_8));
    }

    // @start region="split"
    static void talk(TcpStream stream, Reader keyboard) throws Exception {
        var halves = new Framed<>(stream, LineCodec.utf8(1024)).split();
        var typing = Tasks.spawn(() -> send(new BufferedReader(keyboard), halves.writer()));
        show(halves.reader());
        typing.join();
    }

    private static void send(BufferedReader keyboard, FramedWriter<String> writer) throws IOException {
        try (writer) {
            for (var line = keyboard.readLine(); line != null; line = keyboard.readLine()) {
                writer.write(line);
                writer.flush();
            }
        }
    }

    private static void show(FramedReader<String> reader) throws IOException {
        try (reader) {
            for (var line = reader.read(); line.isPresent(); line = reader.read()) {
                System.out.println(line.get());
            }
        }
    }
    // @end

    private LineChat() {}
}
