package dev.minato.platform.linux.sys;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/// A pool of objects with native memory that is never given back: their number follows the most that were
/// taken at once. Nothing is allocated in steady state.
///
/// Must not be used within a counted call, since it has a monitor.
public final class FreeList<T> {
    private final Deque<T> free = new ArrayDeque<>();
    private final Supplier<T> maker;

    public FreeList(Supplier<T> maker) {
        this.maker = maker;
    }

    public T take() {
        synchronized (free) {
            if (!free.isEmpty()) {
                return free.pop();
            }
        }
        return maker.get();
    }

    public void release(T taken) {
        synchronized (free) {
            free.push(taken);
        }
    }
}
