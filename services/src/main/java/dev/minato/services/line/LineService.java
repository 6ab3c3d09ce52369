package dev.minato.services.line;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.ByteStream;
import dev.minato.services.server.RequestLoop;
import dev.minato.services.server.TcpService;
import java.time.Duration;

/// The service `line`: sends each line back in upper case, as Unicode defines it for no language
/// (`Locale.ROOT`: `i` becomes `I`, `ß` becomes `SS`), at most three times as long as before. The line `quit`
/// is answered with `bye`, and ends the conversation.
///
/// Lines are UTF-8 and end with LF or CR LF; replies end with LF. A line that is not UTF-8 is answered with
/// `ERR invalid UTF-8`, a last one without its end with `ERR incomplete line`, one that is too long with `ERR
/// line too long`; the conversation goes on after each. Lines may be pipelined; replies come in order.
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
    public void serve(ByteStream stream) throws NetException {
        new RequestLoop<>(stream, LineCodec.terminatedUtf8(maxLine), requestTimeout, LineService::reply).run();
    }

    private static boolean reply(String line, Framed<String, byte[]> replies) throws NetException {
        if (line.equals("quit")) {
            replies.write(BYE);
            return false;
        }
        // In chunks: a letter may grow threefold, and a peer that does not read would have all of that buffered.
        for (int from = 0; from < line.length(); ) {
            int to = UpperCase.chunkEnd(line, from);
            replies.write(UpperCase.of(line.substring(from, to)).getBytes(UTF_8));
            from = to;
        }
        RequestLoop.endReply(replies);
        return true;
    }
}
