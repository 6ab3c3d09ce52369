package dev.minato.services;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;

/// The accept loop of a TCP service.
///
/// ```
///  a connection in the backlog? ──▶ a place for it? ──▶ accept ──▶ its task ──┐
///   ▲                                                                         │
///   └─────────────────────────────────────────────────────────────────────────┘
/// ```
///
/// The place comes before the accept, so that a server which is full leaves connections in the backlog; and it
/// is asked for only when there is one to accept, so that a service without clients holds no place.
final class TcpLoop implements Loop {
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private final TcpService service;
    private final TcpListener listener;
    private final Connections connections;

    TcpLoop(String name, TcpService service, TcpListener listener, Connections connections) {
        this.name = name;
        this.service = service;
        this.listener = listener;
        this.connections = connections;
    }

    @Override
    public Listening listening() {
        return new Listening(name, Protocol.TCP, listener.localAddress());
    }

    @Override
    public void run() throws NetException, InterruptedException {
        var incoming = listener.incoming().iterator();
        boolean goesOn = true;
        while (goesOn) {
            try {
                listener.awaitReadable();
                goesOn = acceptOne(incoming);
            } catch (UncheckedIOException e) {
                log(e);
                Tasks.sleep(PAUSE_AFTER_FAILURE);
            } catch (NetException e) {
                goesOn = false;
                if (e.kind() != ErrorKind.CLOSED && e.kind() != ErrorKind.INTERRUPTED) {
                    throw e;
                }
            }
        }
    }

    private boolean acceptOne(Iterator<TcpStream> incoming) throws NetException, InterruptedException {
        connections.enter();
        boolean started = false;
        try {
            if (incoming.hasNext()) {
                connections.start(name, service, incoming.next());
                started = true;
            }
            return started;
        } finally {
            if (!started) {
                connections.leave();
            }
        }
    }

    private void log(UncheckedIOException e) {
        System.getLogger(TcpLoop.class.getName())
                .log(System.Logger.Level.WARNING, name + ": cannot accept for now", e.getCause());
    }

    @Override
    public void close() {
        Closing.of(listener::close);
    }
}
