package dev.minato.services;

import java.nio.ByteBuffer;

/// A request to [KeyValueService], taken from its line; one object serves a whole connection.
///
/// ```
///  SET key the rest, with spaces
///  ‾‾‾ ‾‾‾ ‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾
///     ^   ^ the two spaces that count
/// ```
final class KeyValueRequest {
    private final Key key = new Key();
    private ByteBuffer line = ByteBuffer.allocate(0);
    private int valueStart;

    /// What is asked for.
    enum Command {
        SET,
        GET,
        QUIT,
        /// A SET without a value, or without a key.
        INCOMPLETE_SET,
        UNKNOWN
    }

    /// Reads a line, from its position to its limit, which stay; the buffer must have an array. The key and the
    /// value are then parts of it.
    Command parse(ByteBuffer line) {
        this.line = line;
        int end = line.limit();
        int wordEnd = spaceFrom(line.position());
        int keyStart = Math.min(wordEnd + 1, end);
        int keyEnd = spaceFrom(keyStart);
        key.view(line, keyStart, keyEnd);
        valueStart = Math.min(keyEnd + 1, end);
        return command(wordEnd, wordEnd < end, keyEnd < end);
    }

    private Command command(int wordEnd, boolean hasKey, boolean hasValue) {
        if (wordIs("SET", wordEnd)) {
            return hasValue ? Command.SET : Command.INCOMPLETE_SET;
        }
        if (wordIs("GET", wordEnd) && hasKey) {
            return Command.GET;
        }
        return wordIs("QUIT", wordEnd) ? Command.QUIT : Command.UNKNOWN;
    }

    private int spaceFrom(int from) {
        int at = from;
        while (at < line.limit() && line.get(at) != ' ') {
            at++;
        }
        return at;
    }

    private boolean wordIs(String word, int wordEnd) {
        int start = line.position();
        if (wordEnd - start != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (line.get(start + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The key of a SET or GET, valid until the next line.
    Key key() {
        return key;
    }

    /// The value of a SET, in an array of its own.
    byte[] value() {
        var value = new byte[line.limit() - valueStart];
        line.get(valueStart, value);
        return value;
    }
}
