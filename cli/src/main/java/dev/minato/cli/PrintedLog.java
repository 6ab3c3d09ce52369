package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionEnd;
import dev.minato.server.Refusal;
import dev.minato.server.ServerObserver;
import java.time.InstantSource;

/// A log of connections on standard error, a line for each event.
///
/// @param clock what the time of each line is read from
record PrintedLog(InstantSource clock) implements ServerObserver {
    @Override
    public void opened(Connection connection) {
        print(connection.service() + " " + connection.peerName() + " opened");
    }

    @Override
    public void closed(Connection connection, ConnectionEnd end) {
        print(connection.service() + " " + connection.peerName() + " closed after " + Progress.text(end.duration())
                + ", " + Progress.bytes(end.bytesIn(), "in") + ", " + Progress.bytes(end.bytesOut(), "out") + ": "
                + end.reason() + failure(end));
    }

    /// What the network said, if the connection ended by that.
    private static String failure(ConnectionEnd end) {
        return end.failure()
                .filter(NetException.class::isInstance)
                .map(failure -> " (" + failure.getMessage() + ")")
                .orElse("");
    }

    @Override
    public void refused(Refusal refusal) {
        print(refusal.service() + " " + refusal.peer() + " refused: " + refusal.reason());
    }

    private void print(String event) {
        StandardError.println(Progress.time(clock.instant()) + " " + event);
    }
}
