package dev.minato.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A connection that a server begins to serve.
@Name("dev.minato.ConnectionOpened")
@Label("Connection Opened")
@Category({"Minato", "Server"})
@Description("A server begins to serve a connection")
@Enabled(false)
@StackTrace(false)
public final class ConnectionOpened extends Event {
    @Label("Connection")
    public long connection;

    @Label("Service")
    public String service = "";

    @Label("Peer")
    public String peer = "";

    /// An event to be filled in.
    public ConnectionOpened() {}
}
