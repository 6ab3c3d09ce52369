package dev.minato.platform.wait;

import dev.minato.atomic.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// One user's hold on something shared: open, then closed, once.
///
/// A socket and each of its clones have one. A wait carries the handle that it came through, so that closing
/// the handle ends that wait and no other. Safe for use by several threads.
public final class Handle {
    private static final VarHandle CLOSED = VarHandles.ofField(MethodHandles.lookup(), "closed", boolean.class);

    @SuppressWarnings("UnusedVariable") // written through the VarHandle
    private volatile boolean closed;

    /// An open handle.
    public Handle() {}

    /// Whether it was closed.
    public boolean isClosed() {
        return closed;
    }

    /// Closes it; true for the one call that did.
    public boolean close() {
        return CLOSED.compareAndSet(this, false, true);
    }
}
