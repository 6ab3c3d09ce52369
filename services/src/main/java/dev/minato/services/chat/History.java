package dev.minato.services.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last lines of a room: a bounded number, of bounded size, not older than a bound. Guarded by its room.
final class History {
    private final Deque<Said> lines = new ArrayDeque<>();
    private final ChatLimits limits;
    private int bytes;

    /// A line, and when it was said.
    private static final class Said {
        private final byte[] line;
        private final long millis;

        private Said(byte[] line, long millis) {
            this.line = line;
            this.millis = millis;
        }

        private int size() {
            return line.length + ChatLimits.LINE_OVERHEAD;
        }
    }

    History(ChatLimits limits) {
        this.limits = limits;
    }

    void add(byte[] line, long now) {
        var said = new Said(line, now);
        lines.addLast(said);
        bytes += said.size();
        while (lines.size() > limits.historyLines() || bytes > limits.historyBytes()) {
            removeOldest();
        }
    }

    /// Returns the lines that are not too old, oldest first.
    List<byte[]> lines(long now) {
        removeOld(now);
        return lines.stream().map(said -> said.line).toList();
    }

    boolean isEmpty(long now) {
        removeOld(now);
        return lines.isEmpty();
    }

    private void removeOld(long now) {
        long oldest = now - limits.historyAge().toMillis();
        while (!lines.isEmpty() && lines.getFirst().millis < oldest) {
            removeOldest();
        }
    }

    private void removeOldest() {
        bytes -= lines.removeFirst().size();
    }
}
