package dev.minato.codec;

import dev.minato.buffer.DelimiterSearch;
import dev.minato.error.NetException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// Lines as views onto the reader's buffer.
final class ByteLineCodec extends LineMessages<ByteBuffer> {
    private final FrameView view = new FrameView();

    ByteLineCodec(int max, LineEnd last) {
        super(max, last);
    }

    @Override
    Optional<ByteBuffer> message(ByteBuffer input, boolean isFound) {
        view.look(input);
        return isFound ? view.of(lines.start(), lines.end()) : Optional.empty();
    }

    @Override
    public int maxEncodedLength(ByteBuffer message) {
        Objects.requireNonNull(message, "message");
        return Math.min(message.remaining(), lines.max()) + 1;
    }

    @Override
    public void encode(ByteBuffer message, ByteBuffer output) throws NetException {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(output, "output");
        int length = message.remaining();
        check(message);
        if (output.remaining() <= length) {
            throw new BufferOverflowException();
        }
        int at = output.position();
        output.put(at, message, message.position(), length);
        output.put(at + length, (byte) '\n');
        output.position(at + length + 1);
    }

    private void check(ByteBuffer message) throws NetException {
        if (message.remaining() > lines.max()) {
            throw LineFault.tooLong(lines.max());
        }
        int newline = DelimiterSearch.indexOf(LineScanner.LF, message, message.position(), message.limit());
        if (newline >= 0) {
            throw LineFault.invalid("line feed", newline - message.position());
        }
        if (message.hasRemaining() && message.get(message.limit() - 1) == '\r') {
            throw LineFault.invalid("carriage return before the line's end", message.remaining() - 1);
        }
    }
}
