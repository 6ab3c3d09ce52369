package dev.minato.net.handle;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.Outcome;
import java.nio.channels.Channel;
import java.util.Optional;

/// A wait for what arrives at a socket, parted from the read that takes it, which so needs no buffer before:
/// waits, times out and fails as a read does.
///
/// ```java
/// int count = arrivals.mayBeThere() ? source.tryRead(buffer) : 0;
/// while (count == 0) {
///     Outcome outcome = arrivals.await();
///     count = source.tryRead(buffer);
///     if (count == 0) {
///         arrivals.check(outcome);
///     }
/// }
/// ```
public final class Arrivals {
    private final SocketHandle<? extends TryStream<?>> source;

    private Arrivals(SocketHandle<? extends TryStream<?>> source) {
        this.source = source;
    }

    /// Returns those of a stream; empty if it is no socket.
    public static Optional<Arrivals> at(Channel from) {
        return SpliceEnd.of(from).flatMap(SpliceEnd::socket).map(Arrivals::new);
    }

    /// Whether a read should be tried before the wait.
    public boolean mayBeThere() {
        return source.tryFirst(Interest.READABLE);
    }

    /// Waits, and returns what ended the wait; WOULD_BLOCK in non-blocking mode. Whatever it was, try once
    /// more before [#check]: something may have come that was not heard of in time.
    public Outcome await() throws NetException {
        try {
            source.checkOpen("read");
            return source.block(Interest.READABLE, "read");
        } catch (NetException e) {
            throw source.located(e);
        }
    }

    /// Throws what ended a wait, unless it was a wakeup.
    public void check(Outcome outcome) throws NetException {
        try {
            SocketHandle.check(outcome, "read");
        } catch (NetException e) {
            throw source.located(e);
        }
    }
}
