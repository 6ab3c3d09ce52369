package dev.minato.cli;

import dev.minato.address.SocketAddr;
import dev.minato.services.ConnectionLog;

/// Each connection as a line on standard error.
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
