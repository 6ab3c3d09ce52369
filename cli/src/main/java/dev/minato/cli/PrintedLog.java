package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionEnd;
import dev.minato.server.Refusal;
import dev.minato.server.ServerObserver;
import java.time.InstantSource;

/// A log of connections on standard error, a line for each event, while it is switched on.
final class PrintedLog implements ServerObserver {
    private final InstantSource clock;
    private volatile boolean isOn;

    /// @param clock what the time of each line is read from
    /// @param isOn whether it begins switched on
    PrintedLog(InstantSource clock, boolean isOn) {
        this.clock = clock;
        this.isOn = isOn;
    }

    boolean isOn() {
        return isOn;
    }

    void setOn(boolean on) {
        isOn = on;
    }

    @Override
    public void opened(Connection connection) {
        if (isOn) {
            print(connection.service() + " " + connection.peerName() + " opened");
        }
    }

    @Override
    public void closed(Connection connection, ConnectionEnd end) {
        if (isOn) {
            print(connection.service() + " " + connection.peerName() + " closed after "
                    + Progress.text(end.duration()) + ", " + Progress.bytes(end.bytesIn(), "in") + ", "
                    + Progress.bytes(end.bytesOut(), "out") + ": " + end.reason() + failure(end));
        }
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
        if (isOn) {
            print(refusal.service() + " " + refusal.peer() + " refused: " + refusal.reason());
        }
    }

    private void print(String event) {
        StandardError.println(Progress.time(clock.instant()) + " " + event);
    }
}
