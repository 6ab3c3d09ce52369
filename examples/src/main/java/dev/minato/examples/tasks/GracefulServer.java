package dev.minato.examples.tasks;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Permits;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.time.Duration;

/// A server that ends well: on Ctrl-C it takes no new connection, lets those it has finish for five seconds,
/// and then ends the rest.
///
/// Closing the listener and the permits from another task ends the accept loop, wherever it waits: for a
/// connection, or, when as many are served as may be, for one to end. The connections are tasks of
/// an isolated group, where the failure of one is nothing to the others; the group waits for them for a
/// while, and closing it cancels what is left.
///
/// Try it: connect, press Ctrl-C in the server's terminal, and go on typing for a while.
///
/// ```
/// $ nc 127.0.0.1 7878
/// ```
final class GracefulServer {
    static final int MAX_CONNECTIONS = 100;
    static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

    // @start region="signals"
    static void main(String[] args) throws Exception {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878");
                var permits = new Permits(MAX_CONNECTIONS);
                var signals = Signals.of(Signal.INT, Signal.TERM)) {
            IO.println("listening at " + listener.localAddress());
            Tasks.spawn("signals", () -> stopAtSignal(signals, permits, listener));
            serve(listener, permits, DRAIN_TIMEOUT);
        }
    }

    static void stopAtSignal(Signals signals, Permits permits, TcpListener listener) throws Exception {
        try (signals;
                permits;
                listener) {
            IO.println("draining, because of " + signals.await());
        } // no new connection from here on, and a second signal ends the process at once
    }
    // @end

    // @start region="group"
    static void serve(TcpListener listener, Permits permits, Duration drainTimeout) throws Exception {
        try (var group = TaskGroup.isolated()) {
            try {
                permits.acquire();
                for (TcpStream stream : listener.incoming()) {
                    group.spawn(() -> serve(stream, permits));
                    permits.acquire();
                }
            } catch (NetException e) {
                if (e.kind() != ErrorKind.CLOSED) { // the permits are: all were taken when the signal came
                    throw e;
                }
            }
            drain(group, drainTimeout);
        } // what still runs is cancelled
    }

    static void serve(TcpStream stream, Permits permits) throws NetException {
        try (stream) {
            echo(stream);
        } finally {
            permits.release();
        }
    }

    static void drain(TaskGroup group, Duration timeout) throws Exception {
        try {
            group.join(timeout);
        } catch (NetException e) {
            if (e.kind() != ErrorKind.TIMED_OUT) {
                throw e;
            }
            IO.println("ending " + group.size() + " connections");
        }
    }
    // @end

    static void echo(TcpStream stream) throws NetException {
        var buffer = ByteBuffer.allocate(8 * 1024);
        while (stream.read(buffer.clear()) != -1) {
            stream.writeAll(buffer.flip());
        }
    }

    private GracefulServer() {}
}
