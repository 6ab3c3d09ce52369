package dev.minato.services.kv;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A parsed request of [KeyValueService]; one mutable instance per connection.
///
/// ```
///  SET key the rest, with spaces
///  ‾‾‾ ‾‾‾ ‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾
///    ^   ^ the two separators
/// ```
final class KeyValueRequest {
    private static final byte[] SET_WORD = "SET".getBytes(US_ASCII);
    private static final byte[] GET_WORD = "GET".getBytes(US_ASCII);
    private static final byte[] QUIT_WORD = "QUIT".getBytes(US_ASCII);

    private final Key key = new Key();
    private ByteBuffer line = ByteBuffer.allocate(0);
    private int valueStart;

    /// The command of a request.
    enum Command {
        SET,
        GET,
        QUIT,
        /// A SET without a value, or without a key.
        INCOMPLETE_SET,
        UNKNOWN
    }

    /// Parses a line from its position to its limit, which stay; the buffer must have an array. Key and value
    /// are then views of it.
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
        if (wordIs(SET_WORD, wordEnd)) {
            return hasValue ? Command.SET : Command.INCOMPLETE_SET;
        }
        if (wordIs(GET_WORD, wordEnd) && hasKey) {
            return Command.GET;
        }
        return wordIs(QUIT_WORD, wordEnd) ? Command.QUIT : Command.UNKNOWN;
    }

    private int spaceFrom(int from) {
        int at = from;
        while (at < line.limit() && line.get(at) != ' ') {
            at++;
        }
        return at;
    }

    private boolean wordIs(byte[] word, int wordEnd) {
        int offset = line.arrayOffset();
        return Arrays.equals(line.array(), offset + line.position(), offset + wordEnd, word, 0, word.length);
    }

    /// Returns the key of a SET or GET, valid until the next line.
    Key key() {
        return key;
    }

    /// Returns a copy of the value of a SET.
    byte[] value() {
        var value = new byte[line.limit() - valueStart];
        line.get(valueStart, value);
        return value;
    }
}
