package dev.minato.services.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Set;

/// Whatever a peer sends, what others get of it is plain, and no longer than it was.
class ChatTextFuzz {
    private static final Set<Byte> FORBIDDEN = Set.of(
            Character.CONTROL,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR,
            Character.SURROGATE,
            Character.PRIVATE_USE,
            Character.UNASSIGNED);

    @FuzzTest
    void textIsPlain(byte[] line) {
        String text = new String(line, UTF_8);
        String plain = PlainText.of(text);
        assertThat(plain.codePoints()).noneMatch(c -> FORBIDDEN.contains((byte) Character.getType(c)));
        assertThat(plain.codePoints())
                .noneMatch(c -> Character.getType(c) == Character.FORMAT && c != 0x200C && c != 0x200D);
        assertThat(plain.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(text.getBytes(UTF_8).length);
        assertThat(PlainText.of(plain)).isEqualTo(plain);
    }

    /// A name stays the same when it is read again, and so does what it is compared by.
    @FuzzTest
    void namesAreShortPlainAndFolded(byte[] line) {
        Name.of(new String(line, UTF_8)).ifPresent(name -> {
            assertThat(name.text().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(Name.MAX_BYTES);
            assertThat(PlainText.of(name.text())).isEqualTo(name.text());
            assertThat(Name.of(name.text())).hasValue(name);
            assertThat(name.text()).doesNotContainPattern("[\\s:*|()]");
        });
    }
}
