package dev.minato.server;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.wait.LastResort;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The accept loop of one listener.
///
/// ```
///  a connection in the backlog? ──▶ the rate allows it? ──▶ a permit for it? ──▶ accept ──▶ its task ──┐
///   ▲                                                                                                  │
///   └──────────────────────────────────────────────────────────────────────────────────────────────────┘
/// ```
///
/// The permit comes before the accept, so that a full server leaves connections in the backlog; and it is
/// acquired only when there is one to accept, so that a listener without clients holds none. A connection that
/// died in the backlog is passed over, whatever it died of; other failures are waited out, except EBADF.
final class AcceptLoop {
    /// How many connections a last look takes out of the backlog.
    private static final int MAX_LAST = 4096;

    private final String service;
    private final Listener listener;
    private final ConnectionHandler handler;
    private final Connections connections;
    private final AcceptRate rate;
    private volatile @Nullable Thread runner;

    AcceptLoop(String service, Listener listener, ConnectionHandler handler, Connections connections, AcceptRate rate) {
        this.service = service;
        this.listener = listener;
        this.handler = handler;
        this.connections = connections;
        this.rate = rate;
    }

    String service() {
        return service;
    }

    Listener listener() {
        return listener;
    }

    /// Accepts until the listener is closed, or an interrupt. A loop that ran out of memory would accept nobody
    /// any more, so that ends the process.
    void run() throws Exception {
        runner = Thread.currentThread();
        try {
            acceptAll();
        } catch (Throwable failed) {
            LastResort.endIfVital(failed);
            throw failed;
        }
    }

    /// Whether the calling thread is the one that runs it.
    boolean isRunHere() {
        return Thread.currentThread().equals(runner);
    }

    private void acceptAll() throws NetException, InterruptedException {
        var failures = new TransientFailures(service + ": cannot accept", this::delayed);
        boolean open = true;
        while (open) {
            try {
                listener.awaitReadable();
                rate.await();
                acceptOne();
                failures.reset();
            } catch (NetException e) {
                open = survives(e, failures);
            }
        }
    }

    private void delayed(NetException failure, Duration delay) {
        ServerObserver observer = connections.observer();
        Observing.logged(() -> observer.acceptDelayed(service, failure, delay));
    }

    /// Accepts a connection if there is one. The wait for readability may have been spurious: the permit must
    /// not be held while waiting for the next.
    private void acceptOne() throws NetException, InterruptedException {
        connections.acquire();
        acceptWithPermit();
    }

    /// Accepts a connection if there is one; false if there is none. Gives back the permit unless it is the
    /// connection's.
    private boolean acceptWithPermit() throws NetException {
        boolean started = false;
        try {
            Optional<Accepted> accepted = listener.tryAccept();
            if (accepted.isPresent()) {
                started = connections.start(service, accepted.get(), handler);
            }
            return accepted.isPresent();
        } finally {
            if (!started) {
                connections.release();
            }
        }
    }

    /// Accepts what is in the backlog, as far as there are permits: the close of the listener would reset it.
    void acceptLast() {
        boolean more = true;
        for (int i = 0; more && i < MAX_LAST; i++) {
            try {
                more = connections.tryAcquire() && acceptWithPermit();
            } catch (NetException e) {
                // The close resets the rest, unless it was only this one that died.
                more = e.kind() == ErrorKind.CONNECTION_ABORTED;
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
}
