package dev.minato.services.kv;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A concurrent map of bounded size.
///
/// Space is reserved before a value is put, and released after one was replaced or if another thread won the
/// race. So the bound holds at every moment; in return, two threads that set the same new key at the very
/// bound may both find the store full.
final class KeyValueStore {
    /// The overhead of an entry in bytes: its map node (56 where keys collide, else 32), the key (32), the headers of
    /// two arrays (16 each), its share of the table, and alignment, rounded up.
    static final int OVERHEAD = 144;

    private final ConcurrentMap<Key, byte[]> values = new ConcurrentHashMap<>();
    private final AtomicLong used = new AtomicLong();
    private final long max;

    /// @param max the capacity in bytes: those of keys and values, and [#OVERHEAD] for each key
    KeyValueStore(long max) {
        this.max = max;
    }

    /// Returns the value of the key, not to be modified; `absent` if there is none.
    byte[] get(Key key, byte[] absent) {
        return values.getOrDefault(key, absent);
    }

    /// Puts a value under a copy of the key. Returns false, and changes nothing, if there is no space for it.
    boolean set(Key key, byte[] value) {
        for (; ; ) {
            byte[] old = values.get(key);
            long more = old == null ? key.length() + (long) value.length + OVERHEAD : value.length - (long) old.length;
            if (!reserve(more)) {
                return false;
            }
            if (put(key, old, value)) {
                release(-more);
                return true;
            }
            release(more);
        }
    }

    /// Returns false if another thread changed the key's value since it was `old`.
    private boolean put(Key key, byte @Nullable [] old, byte[] value) {
        return old == null ? values.putIfAbsent(key.copy(), value) == null : values.replace(key, old, value);
    }

    private boolean reserve(long bytes) {
        if (bytes <= 0) {
            return true;
        }
        long now = used.get();
        while (bytes <= max - now) {
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
            now = used.get();
        }
        return false;
    }

    private void release(long bytes) {
        if (bytes > 0) {
            used.addAndGet(-bytes);
        }
    }

    /// Returns the bytes in use, as the capacity counts them.
    long used() {
        return used.get();
    }
}
