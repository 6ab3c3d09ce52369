package dev.minato.services.dns;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The answers of the last questions, until their time is over; those that were not asked for longest make
/// room.
///
/// All methods may be called by any thread; none waits.
final class AnswerCache {
    /// What an entry takes besides its bytes, about: the objects around them, and the place in the map.
    private static final int OVERHEAD = 200;

    /// However long a server says: it may be wrong about the future.
    private static final long MAX_KEEP = 24 * 60 * 60;

    private final int maxEntries;
    private final long maxBytes;
    private final InstantSource clock;

    /// Guards what follows; held for a few instructions.
    private final Object lock = new Object();

    /// The one that was used last is the last.
    private final Map<WireQuestion, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    private record Entry(WireAnswer answer, long since, long until, int cost) {}

    /// An empty cache.
    ///
    /// @param maxEntries how many answers it holds at most; 0 for none
    /// @param maxBytes how many bytes they may take together
    AnswerCache(int maxEntries, long maxBytes, InstantSource clock) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /// Keeps an answer for as long as it says; one that may not be kept, or is too large, is not.
    void put(WireQuestion question, WireAnswer answer) {
        long keep = Math.min(MAX_KEEP, answer.keep());
        int cost = answer.memory() + question.length() + OVERHEAD;
        if (keep == 0 || maxEntries == 0 || cost > maxBytes) {
            return;
        }
        long now = clock.millis();
        synchronized (lock) {
            forget(question);
            entries.put(question, new Entry(answer, now, now + keep * 1000, cost));
            bytes += cost;
            makeRoom();
        }
    }

    private void makeRoom() {
        Iterator<Entry> oldest = entries.values().iterator();
        while (entries.size() > maxEntries || bytes > maxBytes) {
            bytes -= oldest.next().cost();
            oldest.remove();
        }
    }

    private void forget(WireQuestion question) {
        Entry gone = entries.remove(question);
        if (gone != null) {
            bytes -= gone.cost();
        }
    }

    /// Returns the answer to a question, with its TTLs counted down; empty if there is none.
    Optional<byte[]> get(WireQuestion question) {
        long now = clock.millis();
        Entry entry = find(question, now);
        return entry == null ? Optional.empty() : Optional.of(entry.answer().copyFor(question, age(entry, now)));
    }

    /// Writes that answer; false if there is none, or no room for it.
    boolean write(WireQuestion question, ByteBuffer output) {
        long now = clock.millis();
        Entry entry = find(question, now);
        if (entry == null || output.remaining() < entry.answer().length()) {
            return false;
        }
        entry.answer().write(question, age(entry, now), output);
        return true;
    }

    private static long age(Entry entry, long now) {
        return (now - entry.since()) / 1000;
    }

    /// A clock that was set back ends an entry, too: nobody knows how old it is.
    private @Nullable Entry find(WireQuestion question, long now) {
        synchronized (lock) {
            Entry entry = entries.get(question);
            if (entry != null && (now >= entry.until() || now < entry.since())) {
                forget(question);
                return null;
            }
            return entry;
        }
    }

    int size() {
        synchronized (lock) {
            return entries.size();
        }
    }

    long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }
}
