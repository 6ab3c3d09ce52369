package dev.minato.cli;

import dev.minato.address.SocketAddr;
import dev.minato.services.ConnectionLog;

/// A connection log on standard error, a line for each event.
final class PrintedLog implements ConnectionLog {
    @Override
    public void opened(String service, SocketAddr peer) {
        StandardError.println(service + " " + peer + " opened");
    }

    @Override
    public void closed(String service, SocketAddr peer, String why) {
        StandardError.println(service + " " + peer + " closed: " + why);
    }
}
