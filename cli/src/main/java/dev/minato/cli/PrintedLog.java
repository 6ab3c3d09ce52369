package dev.minato.cli;

import dev.minato.address.SocketAddr;
import dev.minato.services.ConnectionEnd;
import dev.minato.services.ConnectionLog;
import java.time.InstantSource;

/// A connection log on standard error, a line for each event.
///
/// @param clock what the time of each line is read from
record PrintedLog(InstantSource clock) implements ConnectionLog {
    @Override
    public void opened(String service, SocketAddr peer) {
        print(service + " " + peer + " opened");
    }

    @Override
    public void closed(ConnectionEnd end) {
        print(end.service() + " " + end.peer() + " closed after " + Progress.text(end.duration()) + ", "
                + Progress.bytes(end.bytesIn(), "in") + ", " + Progress.bytes(end.bytesOut(), "out") + ": "
                + end.reason());
    }

    private void print(String event) {
        StandardError.println(Progress.time(clock.instant()) + " " + event);
    }
}
