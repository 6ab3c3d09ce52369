package dev.minato.services.dns;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Decides which datagrams of a server answer one question; the others are counted, and passed over.
///
/// ```
///   id │ QR=1 opcode=0 … TC … │ counts │ question │ records
///   ═      ═       ═              1         ═          readable, unless TC
/// ```
///
/// The server's address and port are compared by the socket, which is connected (RFC 5452 section 9.1). For
/// one thread.
final class AnswerMatch implements Predicate<ByteBuffer> {
    private static final int RESPONSE = 0x8000;
    private static final int OPCODE = 0x7800;
    private static final int TRUNCATED = 0x0200;

    private final int id;
    private final WireQuestion question;
    private final boolean exactly;
    private final Tally tally;
    private @Nullable WireAnswer answer;

    /// Waits for the answer to a question as it was sent.
    ///
    /// @param exactly whether the answer must spell the question alike
    /// @param tally counts what does not match
    AnswerMatch(int id, WireQuestion question, boolean exactly, Tally tally) {
        this.id = id;
        this.question = question;
        this.exactly = exactly;
        this.tally = tally;
    }

    @Override
    public boolean test(ByteBuffer message) {
        tally.answered();
        boolean accepted = isHeaderOfAnswer(message, id) && question.isIn(message, exactly) && isReadable(message);
        if (!accepted) {
            tally.stray();
        }
        return accepted;
    }

    /// Whether a message is a response to a query with that id.
    static boolean isHeaderOfAnswer(ByteBuffer message, int id) {
        int start = message.position();
        return message.remaining() >= WireQuestion.OFFSET
                && (message.getShort(start) & 0xffff) == id
                && (message.getShort(start + 2) & (RESPONSE | OPCODE)) == RESPONSE;
    }

    private boolean isReadable(ByteBuffer message) {
        if ((message.getShort(message.position() + 2) & TRUNCATED) != 0) {
            return true;
        }
        var bytes = new byte[message.remaining()];
        message.get(message.position(), bytes);
        answer = WireAnswer.read(bytes, question).orElse(null);
        return answer != null;
    }

    /// What was accepted last; empty if that was cut short (TC).
    Optional<WireAnswer> answer() {
        return Optional.ofNullable(answer);
    }
}
