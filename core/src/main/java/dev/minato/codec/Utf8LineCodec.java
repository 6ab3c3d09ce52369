package dev.minato.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Objects;
import java.util.Optional;

/// Lines as strings.
final class Utf8LineCodec extends LineCodec<String> {
    private static final int MAX_BYTES_A_CHAR = 3;
    private static final char REPLACEMENT = '\ufffd';

    Utf8LineCodec(LineFormat format) {
        super(format);
    }

    @Override
    LineCodec<String> with(LineFormat other) {
        return new Utf8LineCodec(other);
    }

    @Override
    Optional<String> message(ByteBuffer input, boolean isFound) throws NetException {
        return isFound ? Optional.of(line(input)) : Optional.empty();
    }

    @Override
    public int maxEncodedLength(String message) {
        Objects.requireNonNull(message, "message");
        return (int) Math.min((long) message.length() * MAX_BYTES_A_CHAR, format.max()) + format.endLength();
    }

    @Override
    public void encode(String message, ByteBuffer output) throws NetException {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(output, "output");
        long length = encodedLength(message);
        if (length > format.max()) {
            throw LineFault.tooLong(format.max());
        }
        if (output.remaining() - format.endLength() < length) {
            throw new BufferOverflowException();
        }
        format.putEnd(output.put(message.getBytes(UTF_8)));
    }

    /// The JDK's fast decoder puts U+FFFD where bytes are malformed; only a line with one needs a closer look,
    /// since it may have been sent as such.
    private String line(ByteBuffer input) throws NetException {
        int start = lines.start();
        int length = lines.end() - start;
        var line = input.hasArray()
                ? new String(input.array(), input.arrayOffset() + start, length, UTF_8)
                : new String(copy(input, start, length), UTF_8);
        if (line.indexOf(REPLACEMENT) >= 0) {
            checkWellFormed(input.slice(start, length));
        }
        return line;
    }

    private static byte[] copy(ByteBuffer input, int start, int length) {
        var bytes = new byte[length];
        input.get(start, bytes);
        return bytes;
    }

    private static void checkWellFormed(ByteBuffer line) throws NetException {
        var result = UTF_8.newDecoder().decode(line, CharBuffer.allocate(line.remaining()), true);
        if (result.isError()) {
            var detail = "not UTF-8 at byte " + line.position() + " of a line";
            throw NetException.of(ErrorKind.INVALID_DATA, "decode", detail);
        }
    }

    /// The length in UTF-8 of a message that can be a line.
    private long encodedLength(String message) throws NetException {
        long length = 0;
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            if (c == '\n') {
                throw LineFault.invalid("line feed", i);
            }
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (isPair(message, i)) {
                length += 4;
                i++;
            } else {
                throw LineFault.invalid("half a surrogate pair", i);
            }
        }
        int cr = message.indexOf('\r', format.isStrict() ? 0 : message.length() - 1);
        if (cr >= 0) {
            throw LineFault.carriageReturn(format, cr);
        }
        return length;
    }

    private static boolean isPair(String message, int index) {
        return Character.isHighSurrogate(message.charAt(index))
                && index + 1 < message.length()
                && Character.isLowSurrogate(message.charAt(index + 1));
    }
}
