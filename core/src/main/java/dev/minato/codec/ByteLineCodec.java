package dev.minato.codec;

import dev.minato.buffer.DelimiterSearch;
import dev.minato.error.NetException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// Lines as views onto the reader's buffer.
final class ByteLineCodec extends LineCodec<ByteBuffer> {
    private final FrameView view = new FrameView();

    ByteLineCodec(LineFormat format) {
        super(format);
    }

    @Override
    LineCodec<ByteBuffer> with(LineFormat other) {
        return new ByteLineCodec(other);
    }

    @Override
    Optional<ByteBuffer> message(ByteBuffer input, boolean isFound) {
        if (isFound) {
            return view.of(input, lines.start(), lines.end());
        }
        view.look(input);
        return Optional.empty();
    }

    @Override
    public int maxEncodedLength(ByteBuffer message) {
        Objects.requireNonNull(message, "message");
        return Math.min(message.remaining(), format.max()) + format.endLength();
    }

    @Override
    public void encode(ByteBuffer message, ByteBuffer output) throws NetException {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(output, "output");
        int length = message.remaining();
        check(message);
        if (output.remaining() - format.endLength() < length) {
            throw new BufferOverflowException();
        }
        FrameView.copy(message, output);
        format.putEnd(output);
    }

    private void check(ByteBuffer message) throws NetException {
        if (message.remaining() > format.max()) {
            throw LineFault.tooLong(format.max());
        }
        int start = message.position();
        int newline = DelimiterSearch.indexOf(LineScanner.LF, message, start, message.limit());
        if (newline >= 0) {
            throw LineFault.invalid("line feed", newline - start);
        }
        int cr = format.isStrict()
                ? DelimiterSearch.indexOf(LineScanner.CR, message, start, message.limit())
                : crAtEnd(message);
        if (cr >= 0) {
            throw LineFault.carriageReturn(format, cr - start);
        }
    }

    private static int crAtEnd(ByteBuffer message) {
        int last = message.limit() - 1;
        return message.hasRemaining() && message.get(last) == LineScanner.CR ? last : -1;
    }
}
