package dev.minato.services.server;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;

/// The accept loop of a TCP service.
///
/// ```
///  a connection in the backlog? ──▶ a permit for it? ──▶ accept ──▶ its task ──┐
///   ▲                                                                          │
///   └──────────────────────────────────────────────────────────────────────────┘
/// ```
///
/// The permit comes before the accept, so that a full server leaves connections in the backlog; and it is
/// acquired only when there is one to accept, so that a service without clients holds none. A connection that
/// died in the backlog is skipped, whatever it died of; other failures are waited out, except EBADF.
public final class AcceptLoop implements ServiceLoop {
    private final TcpService service;
    private final TcpListener listener;
    private final Connections connections;
    private final ConnectionObserver observer;
    private final String name;

    /// A loop over a bound listener, which it closes.
    ///
    /// @param name the service, for the log
    public AcceptLoop(
            String name,
            TcpService service,
            TcpListener listener,
            Connections connections,
            ConnectionObserver observer) {
        this.name = name;
        this.service = service;
        this.listener = listener;
        this.connections = connections;
        this.observer = observer;
    }

    @Override
    public SocketAddr localAddress() {
        return listener.localAddress();
    }

    @Override
    public void run() throws NetException, InterruptedException {
        var failures = new TransientFailures(name + ": cannot accept");
        boolean open = true;
        while (open) {
            try {
                listener.awaitReadable();
                acceptOne();
                failures.reset();
            } catch (NetException e) {
                open = survives(e, failures);
            }
        }
    }

    /// Accepts a connection if there is one. The wait for readability may have been spurious: the permit must
    /// not be held while waiting for the next.
    private void acceptOne() throws NetException, InterruptedException {
        connections.acquire();
        boolean started = false;
        try {
            var accepted = listener.tryAccept();
            if (accepted.isPresent()) {
                connections.start(name, service, accepted.get(), observer);
                started = true;
            }
        } finally {
            if (!started) {
                connections.release();
            }
        }
    }

    /// Returns false if the loop has to end.
    private static boolean survives(NetException failure, TransientFailures failures)
            throws NetException, InterruptedException {
        switch (failure.kind()) {
            case CLOSED, INTERRUPTED, DEADLINE_EXCEEDED -> {
                return false;
            }
            case CONNECTION_ABORTED -> {}
            case INVALID_INPUT -> throw failure; // EBADF
            default -> failures.pause(failure);
        }
        return true;
    }

    @Override
    public void close() {
        Closer.closeLogging(listener::close);
    }
}
