package dev.minato.examples.tcp;

import dev.minato.net.ReadHalf;
import dev.minato.net.TcpStream;
import dev.minato.net.WriteHalf;
import dev.minato.task.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// What you type goes to the peer, and what the peer says is printed, both at once: a connection in two halves,
/// each owned by one task.
///
/// When there is no more to type, the writer is closed: the peer reads to the end, and may still answer.
///
/// Try it with the echo server:
///
/// ```
/// $ echo hello | java … Chat 127.0.0.1:7878
/// hello
/// ```
final class Chat {
    static void main(String[] args) throws Exception {
        talk(TcpStream.connect(args.length > 0 ? args[0] : "127.0.0.1:7878"), System.in, System.out);
    }

    // @start region="split"
    static void talk(TcpStream stream, InputStream keyboard, OutputStream screen) throws Exception {
        var halves = stream.split();
        var typing = Tasks.spawn(() -> send(keyboard, halves.writer()));
        show(halves.reader(), screen);
        typing.join();
    }

    private static void send(InputStream keyboard, WriteHalf<TcpStream> writer) throws IOException {
        try (writer) {
            byte[] bytes = new byte[8 * 1024];
            for (int count = keyboard.read(bytes); count != -1; count = keyboard.read(bytes)) {
                writer.writeAll(ByteBuffer.wrap(bytes, 0, count));
            }
        }
    }
    // @end

    private static void show(ReadHalf<TcpStream> reader, OutputStream screen) throws IOException {
        try (reader) {
            var buffer = ByteBuffer.allocate(8 * 1024);
            while (reader.read(buffer.clear()) != -1) {
                screen.write(buffer.array(), 0, buffer.position());
                screen.flush();
            }
        }
    }

    private Chat() {}
}
