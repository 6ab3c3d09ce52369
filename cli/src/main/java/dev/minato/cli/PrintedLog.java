package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionEnd;
import dev.minato.server.Refusal;
import dev.minato.server.ServerObserver;
import dev.minato.services.json.Json;
import java.time.InstantSource;
import java.util.Optional;

/// A log of connections on standard error, a line for each event, while it is switched on; in [LogFormat].
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
        if (isOn && LogFormat.isJson()) {
            print(json("opened", connection.service(), connection.peerName()).field("connection", connection.id()));
        } else if (isOn) {
            print(connection.service() + " " + connection.peerName() + " opened");
        }
    }

    @Override
    public void closed(Connection connection, ConnectionEnd end) {
        if (isOn && LogFormat.isJson()) {
            printJson(connection, end);
        } else if (isOn) {
            print(connection.service() + " " + connection.peerName() + " closed after "
                    + Progress.text(end.duration()) + ", " + Progress.bytes(end.bytesIn(), "in") + ", "
                    + Progress.bytes(end.bytesOut(), "out") + ": " + end.reason()
                    + failure(end).map(text -> " (" + text + ")").orElse(""));
        }
    }

    private void printJson(Connection connection, ConnectionEnd end) {
        Json json = json("closed", connection.service(), connection.peerName())
                .field("connection", connection.id())
                .field("reason", end.reason().toString())
                .field("milliseconds", end.duration().toMillis())
                .field("bytesIn", end.bytesIn())
                .field("bytesOut", end.bytesOut())
                .field("requests", connection.stats().requests());
        failure(end).ifPresent(text -> json.field("failure", text));
        print(json);
    }

    /// What the network said, if the connection ended by that.
    private static Optional<String> failure(ConnectionEnd end) {
        return end.failure().filter(NetException.class::isInstance).map(Throwable::getMessage);
    }

    @Override
    public void refused(Refusal refusal) {
        if (isOn && LogFormat.isJson()) {
            print(json("refused", refusal.service(), refusal.peer())
                    .field("reason", refusal.reason().toString()));
        } else if (isOn) {
            print(refusal.service() + " " + refusal.peer() + " refused: " + refusal.reason());
        }
    }

    private Json json(String event, String service, String peer) {
        return LogFormat.begin(clock.instant(), System.Logger.Level.INFO)
                .field("event", event)
                .field("service", service)
                .field("peer", peer);
    }

    private static void print(Json event) {
        StandardError.println(event.endObject().toString());
    }

    private void print(String event) {
        StandardError.println(Progress.time(clock.instant()) + " " + event);
    }
}
