package dev.minato.services.dashboard;

import dev.minato.server.CloseReason;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionEnd;
import dev.minato.server.ConnectionStats;

/// A connection that has ended: all that is told of it, in bounded memory.
///
/// @param at when, by the platform's clock
/// @param id [Connection#id]
/// @param service what it had connected to
/// @param peer whose it was
/// @param tls the version of TLS; empty if it was not encrypted
/// @param reason why it ended
/// @param failure the text of what its handler threw; empty if it threw nothing
/// @param nanos how long it was served
/// @param bytesIn how many bytes were read from it
/// @param bytesOut how many bytes were written to it
/// @param requests how many requests were handled
/// @param slowestNanos how long the slowest took
record EndedConnection(
        long at,
        long id,
        String service,
        String peer,
        String tls,
        CloseReason reason,
        String failure,
        long nanos,
        long bytesIn,
        long bytesOut,
        long requests,
        long slowestNanos)
        implements PastConnection {
    static EndedConnection of(long at, Connection connection, ConnectionEnd end) {
        ConnectionStats stats = connection.stats();
        return new EndedConnection(
                at,
                connection.id(),
                connection.service(),
                Text.cut(connection.peerName(), Text.MAX_NAME),
                tls(connection),
                end.reason(),
                end.failure().map(Text::of).orElse(""),
                end.duration().toNanos(),
                end.bytesIn(),
                end.bytesOut(),
                stats.requests(),
                stats.slowestRequest().toNanos());
    }

    static String tls(Connection connection) {
        return connection.tls().map(stream -> stream.version().toString()).orElse("");
    }
}
