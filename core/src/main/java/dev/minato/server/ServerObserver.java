package dev.minato.server;

/// The observer of a server's connections: a log, or meters.
///
/// Called by the connections' own tasks and by the accept loops, many at once: a call that takes long delays
/// what it observes. What it throws is logged.
public interface ServerObserver {
    /// An observer that takes note of nothing.
    ServerObserver SILENT = new ServerObserver() {};

    /// Takes note that a connection is about to be served: after its PROXY header, if it comes from a proxy, or when
    /// it has none that makes sense and is about to be closed.
    default void opened(Connection connection) {}

    /// Takes note that a connection is closed.
    default void closed(Connection connection, ConnectionEnd end) {}

    /// Takes note that a connection was closed before any handler saw it.
    default void refused(Refusal refusal) {}
}
