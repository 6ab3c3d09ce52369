package dev.minato.server;

import dev.minato.error.NetException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The observer of a server's connections: a log, or meters ([ServerMetrics]).
///
/// Called by the connections' own tasks and by the accept loops, many at once: a call that takes long delays
/// what it observes. What it throws is logged.
public interface ServerObserver {
    /// An observer that takes note of nothing.
    ServerObserver SILENT = new ServerObserver() {};

    /// Returns an observer that tells all of these, in that order; one that fails hinders none of the others.
    static ServerObserver all(List<ServerObserver> observers) {
        return new SeveralObservers(List.copyOf(Objects.requireNonNull(observers, "observers")));
    }

    /// Takes note that a connection is about to be served: after its PROXY header, if it comes from a proxy, or when
    /// it has none that makes sense and is about to be closed.
    default void opened(Connection connection) {}

    /// Takes note that a connection is closed.
    default void closed(Connection connection, ConnectionEnd end) {}

    /// Takes note that a connection was closed before any handler saw it.
    default void refused(Refusal refusal) {}

    /// Takes note that a TLS handshake is over, at the beginning of a connection or later
    /// ([Connection#startTls]).
    default void handshakeEnded(Connection connection, HandshakeEnd end) {}

    /// Takes note that a listener could not accept, as for want of file descriptors, and rests for `delay`; its
    /// clients wait in the backlog meanwhile.
    default void acceptDelayed(String service, NetException failure, Duration delay) {}

    /// Returns what is told of each request of a service; empty, the default, for nothing, which also spares the
    /// reading of the clock. Asked once for each connection, before it is served.
    default Optional<RequestObserver> requests(String service) {
        return Optional.empty();
    }
}
