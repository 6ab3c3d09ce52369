package dev.minato.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// Code that has held an event loop for too long.
@Name("dev.minato.HandlerStalled")
@Label("Handler Stalled")
@Category({"Minato", "Event Loop"})
@Description("A task holds its event loop, and with it the loop's other connections")
@Enabled(false)
@StackTrace(false)
public final class HandlerStalled extends Event {
    @Label("Event Loop")
    public String eventLoop = "";

    @Label("Task")
    public String task = "";

    @Label("Place")
    @Description("The innermost method that is neither the JDK's nor Minato's")
    public String place = "";

    /// An event to be filled in.
    public HandlerStalled() {}
}
