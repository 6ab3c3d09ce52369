package dev.minato.examples.tcp;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;

/// An echo server for many clients that rarely say anything: a connection that waits holds no buffer.
///
/// `awaitReadable` waits and takes nothing. Then there is something to read, and a buffer is worth its memory;
/// when nothing is left, it is let go.
///
/// ```
/// $ echo hello | nc -N 127.0.0.1 7878
/// hello
/// ```
final class SilentClients {
    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            serve(listener);
        }
    }

    static void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> echo(stream));
        }
    }

    // @start region="wait"
    static void echo(TcpStream stream) throws NetException {
        try (stream) {
            do {
                stream.awaitReadable();
            } while (echoWhatIsThere(stream));
        }
    }

    /// False at the end of the stream.
    private static boolean echoWhatIsThere(TcpStream stream) throws NetException {
        var buffer = ByteBuffer.allocate(16 * 1024);
        int count = stream.tryRead(buffer);
        while (count > 0) {
            stream.writeAll(buffer.flip());
            count = stream.tryRead(buffer.clear());
        }
        return count == 0;
    }
    // @end

    private SilentClients() {}
}
