package dev.minato.services;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpStream;
import java.time.Duration;

/// Sends each line back in upper case, as Unicode has it without regard to a language (`Locale.ROOT`: `i`
/// becomes `I`, `ß` becomes `SS`): at most three times as long as before. The line `quit` gets `bye` and the
/// end.
///
/// Lines are UTF-8 and end with LF or CR LF; replies end with LF. A line that is not UTF-8 gets `ERR invalid
/// UTF-8`, a last one that the stream's end cut off `ERR incomplete line`, one that is too long `ERR line too
/// long`; after either the conversation goes on. Lines may be sent ahead of their replies, which come in order.
public final class LineService implements TcpService {
    private static final byte[] BYE = "bye\n".getBytes(US_ASCII);

    private final int maxLine;
    private final Duration requestTimeout;

    /// @param maxLine the longest line in bytes, without its end; from 1 to 1 GiB
    /// @param requestTimeout how long a request may take from its first byte
    public LineService(int maxLine, Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
        this.maxLine = maxLine;
    }

    @Override
    public void serve(TcpStream stream) throws NetException {
        new Dialogue<>(stream, LineCodec.terminatedUtf8(maxLine), requestTimeout, LineService::answer).hold();
    }

    private static boolean answer(String line, Framed<String, byte[]> replies) throws NetException {
        if (line.equals("quit")) {
            replies.write(BYE);
            return false;
        }
        // In pieces: a letter may grow threefold, and a peer that reads nothing would have all of that kept.
        for (int from = 0; from < line.length(); ) {
            int to = UpperCase.pieceEnd(line, from);
            replies.write(UpperCase.of(line.substring(from, to)).getBytes(UTF_8));
            from = to;
        }
        replies.write(Dialogue.LF);
        return true;
    }
}
