package dev.minato.services.kv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.minato.services.kv.KeyValueRequest.Command;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Any line is understood as one that is split at its first two spaces.
class KeyValueRequestFuzz {
    private final KeyValueRequest request = new KeyValueRequest();

    @FuzzTest
    void lineIsSplitAtItsFirstTwoSpaces(byte[] line) {
        var parts = new String(line, ISO_8859_1).split(" ", 3);

        assertThat(request.parse(inTheMiddle(line))).isEqualTo(expected(parts));

        if (parts.length > 1) {
            assertThat(request.key()).isEqualTo(key(parts[1]));
        }
        if (parts.length > 2) {
            assertThat(request.value()).asString(ISO_8859_1).isEqualTo(parts[2]);
        }
    }

    /// Where a view of a line stands in a reader's buffer, with other bytes on both sides.
    private static ByteBuffer inTheMiddle(byte[] line) {
        var around = new byte[line.length + 20];
        Arrays.fill(around, (byte) ' ');
        System.arraycopy(line, 0, around, 10, line.length);
        return ByteBuffer.wrap(around, 5, line.length + 10).slice().position(5).limit(line.length + 5);
    }

    private static Command expected(String[] parts) {
        return switch (parts[0]) {
            case "SET" -> parts.length == 3 ? Command.SET : Command.INCOMPLETE_SET;
            case "GET" -> parts.length > 1 ? Command.GET : Command.UNKNOWN;
            case "QUIT" -> Command.QUIT;
            default -> Command.UNKNOWN;
        };
    }

    private static Key key(String text) {
        var key = new Key();
        key.view(ByteBuffer.wrap(text.getBytes(ISO_8859_1)), 0, text.length());
        return key;
    }
}
