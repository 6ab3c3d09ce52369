package dev.minato.examples.tasks;

import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;

/// Passes each connection on to another server: two tasks for each client, one for each direction.
///
/// The tasks belong to a group, so neither outlives the block: when it is left, in whatever way, both have
/// ended and both connections are closed. Each direction ends on its own; the end of the stream is passed on as
/// a `shutdown`, so a client that has said all may still get its answer. A direction that fails cancels the
/// other one, and `join` throws why.
///
/// Try it with the echo server behind it:
///
/// ```
/// $ examples/run EchoServer
/// $ examples/run Proxy
/// $ echo hello | nc -N 127.0.0.1 7870
/// ```
///
/// Arguments: where to listen, and where to pass on to.
final class Proxy {
    static void main(String[] args) throws NetException {
        String target = args.length > 1 ? args[1] : "127.0.0.1:7878";
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7870")) {
            serve(listener, target);
        }
    }

    static void serve(TcpListener listener, String target) {
        for (TcpStream client : listener.incoming()) {
            Tasks.spawn(() -> relay(client, target));
        }
    }

    static void relay(TcpStream client, String target) throws Exception {
        // @start region="group"
        try (client;
                var server = TcpStream.connect(target);
                var group = new TaskGroup()) {
            group.spawn("request", () -> copy(client, server));
            group.spawn("answer", () -> copy(server, client));
            group.join();
        }
        // @end
    }

    static void copy(TcpStream from, TcpStream to) throws NetException {
        var buffer = ByteBuffer.allocate(16 * 1024);
        while (from.read(buffer.clear()) != -1) {
            to.writeAll(buffer.flip());
        }
        to.shutdown(Shutdown.WRITE);
    }

    private Proxy() {}
}
