package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.minato.platform.Platform;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Whatever a server sends, it is an answer that can be read, kept and shown, or a stray.
class AnswerFuzz {
    private static final DnsQuestion ASKED = new DnsQuestion("www.example.test", DnsType.TXT);
    private static final WireQuestion QUESTION = WireQuestion.of(ASKED);

    /// The data is what stands behind the question, the first two bytes the flags, the next six the counts.
    @FuzzTest
    void anAnswerIsReadableOrAStray(byte[] data) {
        var message = ByteBuffer.allocate(12 + QUESTION.length() + Math.max(0, data.length - 8));
        message.put(4, new byte[] {0, 1});
        for (int i = 0; i < Math.min(8, data.length); i++) {
            message.put(i < 2 ? 2 + i : 4 + i, data[i]);
        }
        message.position(12);
        QUESTION.write(message);
        if (data.length > 8) {
            message.put(data, 8, data.length - 8);
        }
        check(message.flip());
    }

    @FuzzTest
    void anyBytesAreReadableOrAStray(byte[] data) {
        check(ByteBuffer.wrap(data));
        Optional<WireQuestion> read = WireQuestion.read(ByteBuffer.wrap(data), false);
        read.ifPresent(question -> {
            assertThat(question.length()).isBetween(5, WireQuestion.MAX);
            assertThat(question.toString()).isNotEmpty();
            assertThat(question.isIn(ByteBuffer.wrap(data), true)).isTrue();
        });
    }

    private static void check(ByteBuffer message) {
        var tally = new Tally(Platform.current().parker());
        var match = new AnswerMatch(0, QUESTION, false, tally);
        boolean accepted = match.test(message);
        assertThat(tally.strays()).isEqualTo(accepted ? 0 : 1);
        match.answer().ifPresent(answer -> {
            byte[] kept = answer.copyFor(QUESTION, 10);
            assertThat(kept).hasSize(answer.length());
            DnsAnswer shown = DnsMessages.read(ASKED, kept);
            assertThat(shown.records()).allMatch(record -> !record.data().contains("\n"));
            assertThat(answer.keep()).isBetween(0L, (long) Integer.MAX_VALUE);
        });
    }
}
