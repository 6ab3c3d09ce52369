package dev.minato.chaos;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.time.Duration;

/// Accepts with a timeout on clones of one listener, and sends back the records of each connection.
final class TcpServer implements AutoCloseable {
    private static final int ACCEPT_LOOPS = 2;

    private final Stage stage;
    private final TcpListener listener;

    TcpServer(Stage stage) throws NetException {
        this.stage = stage;
        this.listener = TcpListener.bind("0.0.0.0:0");
        for (int i = 0; i < ACCEPT_LOOPS; i++) {
            var clone = listener.tryClone();
            stage.task("accept loop", actor -> accept(actor, clone));
        }
    }

    int port() throws NetException {
        return listener.localAddress().port();
    }

    private void accept(Actor actor, TcpListener clone) throws NetException {
        try (clone) {
            while (!stage.isOver()) {
                try {
                    actor.at("accepts");
                    var stream = clone.accept(Duration.ofMillis(500));
                    stage.task("server", server -> serve(server, stream));
                } catch (NetException e) {
                    if (e.kind() != ErrorKind.TIMED_OUT) {
                        throw e;
                    }
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
        listener.close();
    }
}
