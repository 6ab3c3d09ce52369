package dev.minato.examples.tasks;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Permits;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;

/// An echo server that serves a hundred connections at once, and lets the others wait.
///
/// It takes a permit first and a connection then. Who comes while all are taken waits in the listener's
/// backlog, where it costs the program nothing. A server that accepts first holds them all open, and has the
/// limit only on paper.
///
/// ```
/// $ echo hello | nc -N 127.0.0.1 7878
/// hello
/// ```
final class LimitedServer {
    private static final int MAX_CONNECTIONS = 100;

    static void main(String[] args) throws Exception {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            serve(listener, MAX_CONNECTIONS);
        }
    }

    // @start region="permits"
    static void serve(TcpListener listener, int most) throws Exception {
        var permits = new Permits(most);
        permits.acquire();
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> serve(stream, permits));
            permits.acquire();
        }
    }

    static void serve(TcpStream stream, Permits permits) throws NetException {
        try (stream) {
            echo(stream);
        } finally {
            permits.release();
        }
    }
    // @end

    static void echo(TcpStream stream) throws NetException {
        var buffer = ByteBuffer.allocate(8 * 1024);
        while (stream.read(buffer.clear()) != -1) {
            stream.writeAll(buffer.flip());
        }
    }

    private LimitedServer() {}
}
