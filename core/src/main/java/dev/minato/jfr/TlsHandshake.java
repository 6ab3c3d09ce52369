package dev.minato.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// A TLS handshake that a server has made, or that failed.
@Name("dev.minato.TlsHandshake")
@Label("TLS Handshake")
@Category({"Minato", "Server"})
@Description("A TLS handshake with a client is over")
@Enabled(false)
@StackTrace(false)
public final class TlsHandshake extends Event {
    @Label("Connection")
    public long connection;

    @Label("Service")
    public String service = "";

    @Label("Peer")
    public String peer = "";

    @Label("Failure")
    @Description("Empty if it succeeded")
    public String failure = "";

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    public long took;

    /// An event to be filled in.
    public TlsHandshake() {}
}
