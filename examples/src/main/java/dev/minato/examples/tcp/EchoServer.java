package dev.minato.examples.tcp;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;

/// The first server: sends back what it gets, to any number of clients at once.
///
/// Each connection has a task of its own, on a virtual thread, so the code that serves it is a plain loop:
/// read, write, until the client has said all it wanted to say. A client that goes away in the middle ends its
/// own task and nothing else.
///
/// Try it: start the server, and in another terminal
///
/// ```
/// $ nc 127.0.0.1 7878
/// ```
///
/// Type a line, and it comes back. Open a second `nc` beside the first: neither waits for the other.
final class EchoServer {
    // @start region="echo"
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

    static void echo(TcpStream stream) throws NetException {
        try (stream) {
            var buffer = ByteBuffer.allocate(8 * 1024);
            while (stream.read(buffer.clear()) != -1) {
                stream.writeAll(buffer.flip());
            }
        }
    }
    // @end

    private EchoServer() {}
}
