package dev.minato.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// A connection that was served and is closed.
@Name("dev.minato.ConnectionClosed")
@Label("Connection Closed")
@Category({"Minato", "Server"})
@Description("A connection of a server has ended")
@Enabled(false)
@StackTrace(false)
public final class ConnectionClosed extends Event {
    @Label("Connection")
    public long connection;

    @Label("Service")
    public String service = "";

    @Label("Peer")
    public String peer = "";

    @Label("Reason")
    public String reason = "";

    @Label("Bytes Read")
    @DataAmount
    public long bytesIn;

    @Label("Bytes Written")
    @DataAmount
    public long bytesOut;

    @Label("Requests")
    public long requests;

    @Label("Served For")
    @Timespan(Timespan.NANOSECONDS)
    public long servedFor;

    /// An event to be filled in.
    public ConnectionClosed() {}
}
