package dev.minato.cli;

import dev.minato.address.SocketAddr;
import dev.minato.services.ConnectionLog;

/// Each connection as a line on standard error.
final class PrintedLog implements ConnectionLog {
    @Override
    public void opened(String service, SocketAddr peer) {
        System.err.println(service + " " + peer + " opened");
    }

    @Override
    public void closed(String service, SocketAddr peer, String why) {
        System.err.println(service + " " + peer + " closed: " + why);
    }
}
