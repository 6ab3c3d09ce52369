package dev.minato.server;

/// The observer of the requests of a service, as [ServerObserver#requests] gives it.
@FunctionalInterface
public interface RequestObserver {
    /// Takes note that a request was handled, or has failed.
    ///
    /// Called by the connection's own task after each request, so it must be quick; what it throws ends the
    /// connection.
    ///
    /// @param nanos how long its handler took, from when the request was decoded, in nanoseconds; of a request that
    ///     was there already when the one before was done, its decoding counts too
    void handled(Connection connection, long nanos);
}
