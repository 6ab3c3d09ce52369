package dev.minato.task;

import dev.minato.atomic.VarHandles;
import dev.minato.platform.wait.SpinLock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The ring buffer of a [BoundedChannel], and whether it is closed: bounded, FIFO, MPMC. Nothing waits here.
///
/// Its lock is held for the few instructions of one put or one take. [#hasRoom] and [#hasValue] take it, too: so
/// a thread that joined a queue before it asks is seen by whoever puts or takes after that, without a fence of
/// its own.
///
/// @param <T> what it holds
final class ValueRing<T> extends SpinLock {
    static final int PUT = 0;
    static final int FULL = 1;
    static final int CLOSED = 2;

    private static final VarHandle COUNT = VarHandles.ofField(MethodHandles.lookup(), "count", int.class);

    private final @Nullable Object[] values;
    private int first;
    private volatile int count;
    private volatile boolean closed;

    ValueRing(int capacity) {
        this.values = new Object[capacity];
    }

    int capacity() {
        return values.length;
    }

    /// Puts a value behind the others; says PUT, FULL or CLOSED.
    int put(T value) {
        acquire();
        try {
            if (closed) {
                return CLOSED;
            }
            int held = count;
            int slots = values.length;
            if (held == slots) {
                return FULL;
            }
            int at = first + held;
            values[at < slots ? at : at - slots] = value;
            COUNT.setRelease(this, held + 1);
            return PUT;
        } finally {
            release();
        }
    }

    /// Takes the first value; null if there is none.
    @Nullable
    T take() {
        acquire();
        try {
            int held = count;
            if (held == 0) {
                return null;
            }
            int at = first;
            @SuppressWarnings("unchecked") // only values are put
            T value = (T) values[at];
            values[at] = null;
            first = at + 1 < values.length ? at + 1 : 0;
            COUNT.setRelease(this, held - 1);
            return value;
        } finally {
            release();
        }
    }

    /// From here on nothing is put.
    void close() {
        acquire();
        try {
            closed = true;
        } finally {
            release();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /// How many there are; a moment ago, if the caller is not ordered with who puts and takes.
    int size() {
        return count;
    }

    /// Whether a put need not wait: there is room, or it is closed.
    boolean hasRoom() {
        return sizeUnderLock() < values.length || closed;
    }

    /// Whether a take need not wait: there is a value, or there will be none.
    boolean hasValue() {
        return sizeUnderLock() > 0 || closed;
    }

    private int sizeUnderLock() {
        acquire();
        try {
            return count;
        } finally {
            release();
        }
    }
}
