package dev.minato.services.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The newest few of what any number of threads add: a ring that overwrites its oldest, without a lock.
///
/// @param <T> what is kept
final class Ring<T> {
    private final AtomicReferenceArray<T> slots;
    private final AtomicLong added = new AtomicLong();

    Ring(int capacity) {
        slots = new AtomicReferenceArray<>(capacity);
    }

    void add(T value) {
        slots.set((int) (added.getAndIncrement() % slots.length()), value);
    }

    /// Returns at most `max` of them, the newest first; one that is being added may be missing.
    List<T> newest(int max) {
        long next = added.get();
        var result = new ArrayList<T>();
        for (long at = next - 1; at >= Math.max(next - slots.length(), 0) && result.size() < max; at--) {
            T value = slots.get((int) (at % slots.length()));
            if (value != null) {
                result.add(value);
            }
        }
        return result;
    }

    List<T> all() {
        return newest(slots.length());
    }
}
