package dev.minato.net.handle;

import dev.minato.atomic.VarHandles;
import dev.minato.platform.Platform;
import dev.minato.platform.TrySocket;
import dev.minato.platform.pace.Budget;
import dev.minato.platform.wait.Handle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Function;

/// The state that all clones of a socket share: the socket, its timeouts and mode, and the count of open
/// handles.
///
/// @param <S> the platform's socket
final class SharedSocket<S extends TrySocket<?>> {
    private static final VarHandle OPEN = VarHandles.ofField(MethodHandles.lookup(), "open", int.class);

    final Platform platform;
    final S socket;
    final Timeout readTimeout = new Timeout();
    final Timeout writeTimeout = new Timeout();
    final Budget budget;

    /// The address that failures carry.
    final Function<S, ?> errorAddress;

    volatile boolean nonBlocking;

    private volatile int open = 1;

    SharedSocket(Platform platform, S socket, Function<S, ?> errorAddress) {
        this.platform = platform;
        this.socket = socket;
        this.errorAddress = errorAddress;
        this.budget = new Budget(platform.parker());
    }

    /// Counts one handle more, made from an open one; false if that is closed.
    boolean retain(Handle from) {
        int count = open;
        while (count > 0 && !from.isClosed()) {
            if (OPEN.compareAndSet(this, count, count + 1)) {
                return true;
            }
            count = open;
        }
        return false;
    }

    /// Counts one handle less; true for the last one.
    boolean release() {
        return (int) OPEN.getAndAdd(this, -1) == 1;
    }
}
