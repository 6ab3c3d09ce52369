package dev.minato.server;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The wait of a connection for input between two requests, which a stop ends, though not the calls that are in
/// progress on its stream: it has a handle on the socket of its own.
///
/// ```
///             a wait                     bytes, the end, a timeout, closed
///  WORKING ───────────▶ AWAITS INPUT ─────────────────────────────────────▶ WORKING
///     │ stop()               │ stop(): closes the handle that waits
///     ▼                      ▼
///  STOPPING: no wait for input begins any more
/// ```
final class InputWait {
    private final Cloning cloning;
    private final AtomicReference<@Nullable ByteStream> waiting = new AtomicReference<>();
    private volatile boolean stopping;

    /// Makes another handle on the socket.
    @FunctionalInterface
    interface Cloning {
        ByteStream tryClone() throws NetException;
    }

    InputWait(Cloning cloning) {
        this.cloning = cloning;
    }

    boolean isStopping() {
        return stopping;
    }

    /// Blocks until there is something to read; CLOSED once this is stopped.
    void await() throws NetException {
        handle().awaitReadable();
    }

    /// As [#await()], for at most `timeout` in place of the read timeout.
    void await(Duration timeout) throws NetException {
        handle().awaitReadable(timeout);
    }

    private ByteStream handle() throws NetException {
        ByteStream known = waiting.get();
        if (known != null) {
            return known;
        }
        ByteStream made = cloning.tryClone();
        if (!waiting.compareAndSet(null, made)) {
            made.close();
            return Objects.requireNonNull(waiting.get());
        }
        // After the write: either this sees the stop, or the stop sees the handle.
        if (stopping) {
            made.close();
        }
        return made;
    }

    /// Has the next wait make a handle anew: the stream is another one. Nobody may wait meanwhile.
    void forgetHandle() {
        ByteStream handle = waiting.getAndSet(null);
        if (handle != null) {
            Closing.logged(handle);
        }
    }

    /// Ends the wait, and every later one.
    void stop() {
        stopping = true;
        ByteStream handle = waiting.get();
        if (handle != null) {
            Closing.logged(handle);
        }
    }
}
