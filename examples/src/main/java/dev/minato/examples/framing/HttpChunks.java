package dev.minato.examples.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.minato.codec.Decoder;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Optional;
import java.util.regex.Pattern;

/// A decoder written by hand, for a length in a line of its own: the chunks of HTTP/1.1 (RFC 9112, 7.1).
///
/// ```
/// 5 CR LF hello CR LF                   hexadecimal digits; CR LF behind the data, which they do not count
/// 5;name=value CR LF hello CR LF        an extension, which nobody uses
/// 0 CR LF                               the last chunk; the trailer fields follow, and an empty line
/// ```
///
/// A message is the data of one chunk, and the last one is empty: the caller goes on with a codec for lines,
/// which takes the trailer fields up to the empty line.
///
/// It is strict. Two programs that take a line for different lengths would let a client hide a request from
/// one of them, so there is no LF without CR, no space, no sign, and nothing but digits in a length.
///
/// Try it: it prints the chunks that it reads from its standard input.
///
/// ```
/// $ printf '5\r\nhello\r\n0\r\n' | examples/run HttpChunks
/// hello
///
/// ```
final class HttpChunks implements Decoder<byte[]> {
    private static final int MAX_LINE = 256;
    private static final Pattern LINE = Pattern.compile("(\\p{XDigit}{1,8})(?:;[\\t -~]*)?\\r\\n");

    private final int max;
    private boolean failed;

    /// @param max the longest chunk, in bytes
    HttpChunks(int max) {
        this.max = max;
    }

    static void main(String[] args) throws IOException {
        DecodeByHand.decode(
                Channels.newChannel(System.in),
                new HttpChunks(1024),
                chunk -> IO.println(new String(chunk, ISO_8859_1)));
    }

    @Override
    public Optional<byte[]> decode(ByteBuffer input) throws NetException {
        var chunk = input.slice();
        int start = endOfLine(chunk);
        if (start == 0) {
            return Optional.empty();
        }
        int size = size(chunk.slice(0, start));
        int end = start + size + (size > 0 ? 2 : 0);
        if (chunk.limit() < end) {
            return Optional.empty();
        }
        if (chunk.get(end - 2) != '\r' || chunk.get(end - 1) != '\n') {
            throw failure(ErrorKind.INVALID_DATA, "no CR LF behind a chunk");
        }
        var data = new byte[size];
        chunk.get(start, data);
        input.position(input.position() + end);
        return Optional.of(data);
    }

    /// The index behind the line, 0 if its end has not come.
    private int endOfLine(ByteBuffer chunk) throws NetException {
        for (int i = 0; i < Math.min(chunk.limit(), MAX_LINE); i++) {
            if (chunk.get(i) == '\n') {
                return i + 1;
            }
        }
        if (chunk.limit() >= MAX_LINE) {
            throw failure(ErrorKind.INVALID_DATA, "a line of more than " + MAX_LINE + " bytes");
        }
        return 0;
    }

    private int size(ByteBuffer line) throws NetException {
        var digits = LINE.matcher(ISO_8859_1.decode(line));
        if (!digits.matches()) {
            throw failure(ErrorKind.INVALID_DATA, "a line that is no length of a chunk");
        }
        long size = Long.parseLong(digits.group(1), 16);
        if (size > max) {
            throw failure(ErrorKind.MESSAGE_TOO_LONG, "a chunk of more than " + max + " bytes");
        }
        return (int) size;
    }

    private NetException failure(ErrorKind kind, String detail) {
        failed = true;
        return NetException.of(kind, "decode", detail);
    }

    @Override
    public boolean isFailed() {
        return failed;
    }

    @Override
    public int maxBuffered() {
        return MAX_LINE + max + 2;
    }
}
