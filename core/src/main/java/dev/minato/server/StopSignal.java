package dev.minato.server;

import dev.minato.error.NetException;
import dev.minato.net.Readiness;
import dev.minato.task.BoundedChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// The signal that a server stops: set once, for all its handlers.
///
/// A handler that loops looks at it; one that waits for several things waits for it beside them
/// ([#readiness]); [Session#read] and [Connection#awaitInput] heed it by themselves. All methods may be called by
/// any thread.
public final class StopSignal {
    /// Nothing is ever sent: its end is the signal.
    private final BoundedChannel<StopSignal> channel = new BoundedChannel<>(1);

    /// One that is not set.
    StopSignal() {}

    void set() {
        channel.close();
    }

    /// Whether the server stops.
    public boolean isSet() {
        return channel.isClosed();
    }

    /// Blocks until the server stops.
    ///
    /// `INTERRUPTED`, `DEADLINE_EXCEEDED`.
    public void await() throws NetException {
        if (!isSet()) {
            List<Readiness> _ = Readiness.any(List.of(readiness()));
        }
    }

    /// Blocks until the server stops, for at most `timeout`; false if it does not. Zero or less: looks once.
    ///
    /// `INTERRUPTED`, `DEADLINE_EXCEEDED`.
    public boolean await(Duration timeout) throws NetException {
        Objects.requireNonNull(timeout, "timeout");
        return isSet() || !Readiness.any(List.of(readiness()), timeout).isEmpty();
    }

    /// The signal as something to wait for, beside sockets and channels.
    public Readiness readiness() {
        return Readiness.readable(channel);
    }
}
