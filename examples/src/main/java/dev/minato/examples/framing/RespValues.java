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

/// A decoder written by hand, for values within values: RESP, the protocol of Redis, versions 2 and 3.
///
/// ```
/// +OK CR LF                                    a line is a value:  + - : _ # , (
/// $5 CR LF hello CR LF                         a length in a line: $ ! =        -1: none
/// *2 CR LF :1 CR LF $2 CR LF hi CR LF          so many values:     * ~ >        -1: none
/// %1 CR LF +key CR LF :1 CR LF                 so many pairs:      % |
/// ```
///
/// A message is one value with all that is in it, as it came. What was found is kept between calls: a value of
/// a million parts that comes byte by byte is not gone through a million times. Depth costs nothing, since only
/// the number of values still to come is counted.
///
/// Try it: it prints the values that it reads from its standard input.
///
/// ```
/// $ printf '*2\r\n:1\r\n$2\r\nhi\r\n+OK\r\n' | examples/run RespValues
/// *2 :1 $2 hi
/// +OK
/// ```
final class RespValues implements Decoder<byte[]> {
    private static final int MAX_LINE = 4096;
    private static final Pattern COUNT = Pattern.compile("[$*!=~>%|](-1|\\d{1,9})");

    private final int max;
    private boolean failed;

    /// So many bytes of the value are whole parts of it, and so many values are still to come.
    private int scanned;

    private long open = 1;

    /// @param max the longest value, in bytes
    RespValues(int max) {
        this.max = max;
    }

    static void main(String[] args) throws IOException {
        DecodeByHand.decode(
                Channels.newChannel(System.in),
                new RespValues(1024),
                value -> IO.println(new String(value, ISO_8859_1).strip().replace("\r\n", " ")));
    }

    @Override
    public Optional<byte[]> decode(ByteBuffer input) throws NetException {
        var value = input.slice();
        while (open > 0) {
            int newline = newline(value);
            if (newline == value.limit()) {
                return Optional.empty();
            }
            String line = line(value, newline);
            boolean isLine = "+-:_#,(".indexOf(line.charAt(0)) >= 0;
            boolean isBulk = "$!=".indexOf(line.charAt(0)) >= 0;
            long count = isLine ? 0 : count(line);
            long end = newline + 1L + (isBulk && count >= 0 ? count + 2 : 0);
            if (end > max || count > max) {
                throw failure(ErrorKind.MESSAGE_TOO_LONG, "a value of more than " + max + " bytes");
            }
            if (value.limit() < end) {
                return Optional.empty();
            }
            if (value.get((int) end - 2) != '\r' || value.get((int) end - 1) != '\n') {
                throw failure(ErrorKind.INVALID_DATA, "no CR LF behind a string");
            }
            scanned = (int) end;
            open += (isLine || isBulk ? 0 : within(line.charAt(0), count)) - 1;
        }
        var message = new byte[scanned];
        input.get(message);
        startOver();
        return Optional.of(message);
    }

    /// How many values are within one that says so many.
    private static long within(char type, long count) {
        return switch (type) {
            case '%' -> 2 * count;
            case '|' -> 2 * count + 1; // attributes, and then the value that has them
            default -> Math.max(0, count);
        };
    }

    private int newline(ByteBuffer value) throws NetException {
        int most = scanned + MAX_LINE;
        int newline = scanned;
        while (newline < value.limit() && newline <= most && value.get(newline) != '\n') {
            newline++;
        }
        if (newline > most || newline >= max) {
            throw failure(ErrorKind.MESSAGE_TOO_LONG, "a line of more than " + Math.min(MAX_LINE, max) + " bytes");
        }
        return newline;
    }

    private String line(ByteBuffer value, int newline) throws NetException {
        String line = ISO_8859_1.decode(value.slice(scanned, newline - scanned)).toString();
        if (line.length() < 2 || line.indexOf('\r') != line.length() - 1) {
            throw failure(ErrorKind.INVALID_DATA, "a line that does not end with CR LF");
        }
        return line.substring(0, line.length() - 1);
    }

    private long count(String line) throws NetException {
        var count = COUNT.matcher(line);
        if (!count.matches() || line.endsWith("-1") && "$*".indexOf(line.charAt(0)) < 0) {
            throw failure(ErrorKind.INVALID_DATA, "no value begins with this line");
        }
        return Long.parseLong(count.group(1));
    }

    private NetException failure(ErrorKind kind, String detail) {
        failed = true;
        return NetException.of(kind, "decode", detail);
    }

    private void startOver() {
        scanned = 0;
        open = 1;
    }

    @Override
    public Optional<byte[]> decodeEnd(ByteBuffer input) throws NetException {
        try {
            return Decoder.super.decodeEnd(input);
        } finally {
            if (!failed) {
                startOver();
            }
        }
    }

    @Override
    public boolean isFailed() {
        return failed;
    }

    @Override
    public int maxBuffered() {
        return max;
    }
}
