package dev.minato.services;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;

/// The accept loop of a TCP service.
///
/// ```
///  a connection in the backlog? ──▶ a place for it? ──▶ accept ──▶ its task ──┐
///   ▲                                                                         │
///   └─────────────────────────────────────────────────────────────────────────┘
/// ```
///
/// The place comes before the accept, so that a server which is full leaves connections in the backlog; and it
/// is asked for only when there is one to accept, so that a service without clients holds no place. A
/// connection that died in the backlog is passed over, whatever it died of; other failures are waited
/// out, except a bad file descriptor.
final class TcpLoop implements Loop {
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
        var backOff = new BackOff(name + ": accepting");
        boolean goesOn = true;
        while (goesOn) {
            try {
                listener.awaitReadable();
                acceptOne();
                backOff.reset();
            } catch (NetException e) {
                goesOn = survives(e, backOff);
            }
        }
    }

    /// Nobody may be there in spite of the wait. Then the place must not be kept while waiting for somebody.
    private void acceptOne() throws NetException, InterruptedException {
        connections.enter();
        boolean started = false;
        try {
            var accepted = listener.tryAccept();
            if (accepted.isPresent()) {
                connections.start(name, service, accepted.get());
                started = true;
            }
        } finally {
            if (!started) {
                connections.leave();
            }
        }
    }

    private static boolean survives(NetException failure, BackOff backOff) throws NetException, InterruptedException {
        switch (failure.kind()) {
            case CLOSED, INTERRUPTED -> {
                return false;
            }
            case CONNECTION_ABORTED -> {}
            case INVALID_INPUT -> throw failure; // a bad file descriptor
            default -> backOff.pause(failure);
        }
        return true;
    }

    @Override
    public void close() {
        Closing.of(listener::close);
    }
}
