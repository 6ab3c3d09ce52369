package dev.minato.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// A listener that could not accept, and rests.
@Name("dev.minato.AcceptDelayed")
@Label("Accept Delayed")
@Category({"Minato", "Server"})
@Description("A listener could not accept, as for want of file descriptors, and backs off")
@Enabled(false)
@StackTrace(false)
public final class AcceptDelayed extends Event {
    @Label("Service")
    public String service = "";

    @Label("Failure")
    public String failure = "";

    @Label("Delay")
    @Timespan(Timespan.NANOSECONDS)
    public long delay;

    /// An event to be filled in.
    public AcceptDelayed() {}
}
