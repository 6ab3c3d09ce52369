package dev.minato.services.chat;

import java.time.Duration;

/// The bounds of a chat, which keep its memory within [#memory] and [#connectionMemory].
///
/// @param maxLine the longest line in bytes, without its end
/// @param maxRooms rooms at once
/// @param maxMembers members of one room
/// @param historyLines lines that a room keeps for those who join later
/// @param historyBytes bytes of these, with [#LINE_OVERHEAD] for each
/// @param historyAge how long a room keeps a line
/// @param outbox messages that wait for one member, who is closed beyond it
/// @param burst lines that a peer may send at once
/// @param interval the time between two lines beyond that
public record ChatLimits(
        int maxLine,
        int maxRooms,
        int maxMembers,
        int historyLines,
        int historyBytes,
        Duration historyAge,
        int outbox,
        int burst,
        Duration interval) {
    /// What a line takes besides its bytes: the array's header, references, and the time it was said.
    static final int LINE_OVERHEAD = 64;

    /// The bytes of a message besides those of what is said: two names, and the words between them.
    private static final int AROUND = 2 * Name.MAX_BYTES + 64;

    /// Of a room without members and lines: its names, tables and objects.
    private static final long ROOM = 1024;

    /// What a member takes in the tables of nicknames and of a room, with its names.
    private static final long MEMBER = 1024;

    /// The defaults. The outbox has room for a line of everybody in a full room at the same moment, since all
    /// may speak before the task of any has its turn.
    public static final ChatLimits DEFAULT =
            new ChatLimits(400, 1000, 1000, 50, 16 * 1024, Duration.ofHours(1), 1024, 20, Duration.ofMillis(100));

    /// Returns these limits with another longest line.
    public ChatLimits withMaxLine(int max) {
        return new ChatLimits(
                max, maxRooms, maxMembers, historyLines, historyBytes, historyAge, outbox, burst, interval);
    }

    /// Returns the most bytes that all rooms hold together, their members aside.
    public long memory() {
        return maxRooms * (ROOM + historyBytes);
    }

    /// Returns the most bytes that one connection holds besides its buffers: its entries in tables, and its
    /// outbox, as if no message in it were another's too.
    public long connectionMemory() {
        return MEMBER + outbox * (long) (maxLine + AROUND + LINE_OVERHEAD);
    }
}
