package dev.minato.examples.tcp;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// A server that says what goes wrong, and goes on.
///
/// Two things go wrong in a server. Accepting fails: a connection died before it was taken, or the process has
/// no descriptor left. That is `incoming`'s business; it passes over the first, waits the second out with
/// growing pauses, and tells `report`. And a connection fails while it is served: that belongs to the
/// connection's own task, and here is reported the same way. Neither ends the loop. What does end it is closing
/// the listener, an interrupt, or an error that will not go away, which is thrown.
///
/// Try it with few descriptors, and see `accept …: too many open files`, then the server serve again:
///
/// ```
/// $ (ulimit -n 40; examples/run AcceptLoop)
/// $ for i in $(seq 60); do nc -d 127.0.0.1 7878 & done; sleep 3; kill $(jobs -p)
/// $ echo still there | nc -N 127.0.0.1 7878
/// ```
final class AcceptLoop {
    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            IO.println("listening at " + listener.localAddress());
            serve(listener, failure -> System.err.println(failure.getMessage()));
        }
    }

    // @start region="incoming"
    static void serve(TcpListener listener, Consumer<NetException> report) {
        for (TcpStream stream : listener.incoming(report)) {
            Tasks.spawn(() -> serve(stream, report));
        }
    }

    static void serve(TcpStream stream, Consumer<NetException> report) {
        try (stream) {
            echo(stream);
        } catch (NetException failure) {
            report.accept(failure);
        }
    }
    // @end

    static void echo(TcpStream stream) throws NetException {
        var buffer = ByteBuffer.allocate(8 * 1024);
        while (stream.read(buffer.clear()) != -1) {
            stream.writeAll(buffer.flip());
        }
    }

    private AcceptLoop() {}
}
