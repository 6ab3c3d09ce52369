package dev.minato.services;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Values under keys, for any number of threads, within a bound.
///
/// Room is taken before a value is put in, and given back after one was replaced, or if another thread was
/// faster: so the bound holds at every moment, at the price that two threads that set the same new key at the
/// very bound may both find it full.
final class KeyValueStore {
    /// An entry of the map (32 bytes), the key (32) and the heads of the two arrays (16 each), its share of the
    /// table and what is lost to alignment, rounded up.
    static final int OVERHEAD = 128;

    private final ConcurrentMap<Key, byte[]> values = new ConcurrentHashMap<>();
    private final AtomicLong used = new AtomicLong();
    private final long max;

    /// @param max the most that it keeps: the bytes of keys and values, and [#OVERHEAD] for each key
    KeyValueStore(long max) {
        this.max = max;
    }

    /// The value of the key, not to be changed; `absent` if there is none.
    byte[] get(Key key, byte[] absent) {
        return values.getOrDefault(key, absent);
    }

    /// Puts a value under a copy of the key. False if there is no room for it, and then all is as it was.
    boolean set(Key key, byte[] value) {
        for (; ; ) {
            byte[] old = values.get(key);
            long more = old == null ? key.length() + (long) value.length + OVERHEAD : value.length - (long) old.length;
            if (!take(more)) {
                return false;
            }
            if (put(key, old, value)) {
                giveBack(-more);
                return true;
            }
            giveBack(more);
        }
    }

    /// False if another thread changed the key's value since it was `old`.
    private boolean put(Key key, byte @Nullable [] old, byte[] value) {
        return old == null ? values.putIfAbsent(key.copy(), value) == null : values.replace(key, old, value);
    }

    private boolean take(long room) {
        if (room <= 0) {
            return true;
        }
        long now = used.get();
        while (room <= max - now) {
            if (used.compareAndSet(now, now + room)) {
                return true;
            }
            now = used.get();
        }
        return false;
    }

    private void giveBack(long room) {
        if (room > 0) {
            used.addAndGet(-room);
        }
    }

    /// How much is kept, as the bound counts it.
    long used() {
        return used.get();
    }
}
