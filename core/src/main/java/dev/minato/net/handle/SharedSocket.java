package dev.minato.net.handle;

import dev.minato.platform.Platform;
import dev.minato.platform.TrySocket;
import dev.minato.platform.pace.Budget;
import dev.minato.platform.wait.Handle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// The state that all clones of a socket share: the socket, its timeouts and mode, and the count of open
/// handles.
///
/// @param <S> the platform's socket
final class SharedSocket<S extends TrySocket<?>> {
    final Platform platform;
    final S socket;
    final Timeout readTimeout = new Timeout();
    final Timeout writeTimeout = new Timeout();
    final Budget budget;

    /// The address that failures carry.
    final Function<S, ?> errorAddress;

    volatile boolean nonBlocking;

    private final AtomicInteger open = new AtomicInteger(1);

    SharedSocket(Platform platform, S socket, Function<S, ?> errorAddress) {
        this.platform = platform;
        this.socket = socket;
        this.errorAddress = errorAddress;
        this.budget = new Budget(platform.parker());
    }

    /// Counts one handle more, made from an open one; false if that is closed.
    boolean retain(Handle from) {
        int count = open.get();
        while (count > 0 && !from.isClosed()) {
            if (open.compareAndSet(count, count + 1)) {
                return true;
            }
            count = open.get();
        }
        return false;
    }

    /// Counts one handle less; true for the last one.
    boolean release() {
        return open.decrementAndGet() == 0;
    }
}
