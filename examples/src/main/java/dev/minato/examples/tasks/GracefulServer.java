package dev.minato.examples.tasks;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Done;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.time.Duration;

/// A server that ends well: on Ctrl-C it takes no new connection, lets those it has finish for five seconds,
/// and then ends the rest.
///
/// Closing the listener from another task ends the accept loop. The connections are tasks of a group; the group
/// waits for them, with a deadline, and closing it cancels what is left.
///
/// Try it: connect, press Ctrl-C in the server's terminal, and go on typing for a while.
///
/// ```
/// $ nc 127.0.0.1 7878
/// ```
final class GracefulServer {
    static final Duration GRACE = Duration.ofSeconds(5);

    // @start region="signals"
    static void main(String[] args) throws Exception {
        var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878");
        Task<Done> server = Tasks.spawn(() -> serve(listener, GRACE));
        try (listener;
                var signals = Signals.of(Signal.INT, Signal.TERM)) {
            IO.println("listening at " + listener.localAddress());
            IO.println("finishing, because of " + signals.await());
        } // no new connection from here on, and a second signal ends the process at once
        server.join();
    }
    // @end

    // @start region="group"
    static void serve(TcpListener listener, Duration grace) throws Exception {
        try (var group = new TaskGroup()) {
            for (TcpStream stream : listener.incoming()) {
                group.spawn(() -> echo(stream));
            }
            finish(group, grace);
        } // what still runs is cancelled
    }

    static void finish(TaskGroup group, Duration grace) throws Exception {
        try {
            Tasks.withDeadline(grace, () -> {
                group.join();
                return Done.DONE;
            });
        } catch (NetException e) {
            if (e.kind() != ErrorKind.TIMED_OUT) {
                throw e;
            }
            IO.println("ending " + group.size() + " connections");
        }
    }
    // @end

    static void echo(TcpStream stream) throws NetException {
        try (stream) {
            var buffer = ByteBuffer.allocate(8 * 1024);
            while (stream.read(buffer.clear()) != -1) {
                stream.writeAll(buffer.flip());
            }
        }
    }

    private GracefulServer() {}
}
