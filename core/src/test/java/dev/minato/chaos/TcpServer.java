package dev.minato.chaos;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Accepts with a timeout on clones of one listener, and sends back the records of each connection.
final class TcpServer implements AutoCloseable {
    /// Actors of a server until it is closed.
    static final int ACCEPT_LOOPS = 2;

    private final Stage stage;
    private final List<TcpListener> listeners = new ArrayList<>();

    TcpServer(Stage stage) throws NetException {
        this.stage = stage;
        listeners.add(TcpListener.bind("0.0.0.0:0"));
        while (listeners.size() < ACCEPT_LOOPS) {
            listeners.add(listeners.getFirst().tryClone());
        }
        for (var listener : listeners) {
            stage.task("accept loop", actor -> accept(actor, listener));
        }
    }

    int port() throws NetException {
        return listeners.getFirst().localAddress().port();
    }

    /// Goes on after the end of the play: a connect that waits for room in the accept queue has no timeout.
    private void accept(Actor actor, TcpListener listener) throws NetException {
        while (true) {
            try {
                actor.at("accepts");
                var stream = listener.accept(Duration.ofMillis(500));
                stage.task("server", server -> serve(server, stream));
            } catch (NetException e) {
                if (e.kind() != ErrorKind.TIMED_OUT) {
                    throw e;
                }
            }
        }
    }

    private void serve(Actor actor, TcpStream stream) throws NetException {
        try (stream) {
            actor.expose(stream);
            var exchange = new Exchange(stage, actor, stream);
            var buffer = NumberedRecord.buffer(1, actor.random());
            long id = 0;
            for (long sequence = 0; exchange.fill(buffer.clear()); sequence++) {
                long seen = NumberedRecord.check(buffer.flip(), sequence);
                if (sequence > 0 && seen != id) {
                    throw new AssertionError("a record of " + seen + " on the connection of " + id);
                }
                id = seen;
                if (!exchange.drain(buffer.rewind())) {
                    return;
                }
                stage.moved();
            }
        } finally {
            actor.conceal();
        }
    }

    @Override
    public void close() throws NetException {
        for (var listener : listeners) {
            listener.close();
        }
    }
}
