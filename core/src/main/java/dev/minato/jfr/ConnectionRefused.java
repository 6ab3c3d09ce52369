package dev.minato.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A connection that was closed before any handler saw it.
@Name("dev.minato.ConnectionRefused")
@Label("Connection Refused")
@Category({"Minato", "Server"})
@Description("A server has closed a connection that it does not serve")
@Enabled(false)
@StackTrace(false)
public final class ConnectionRefused extends Event {
    @Label("Service")
    public String service = "";

    @Label("Peer")
    public String peer = "";

    @Label("Reason")
    public String reason = "";

    /// An event to be filled in.
    public ConnectionRefused() {}
}
