package dev.minato.services.line;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.Session;
import dev.minato.services.lines.LineRequests;
import dev.minato.services.lines.ReplyEncoder;

/// The service `line`: sends each line back in upper case, as Unicode defines it for no language
/// (`Locale.ROOT`: `i` becomes `I`, `ß` becomes `SS`), at most three times as long as before. The line `quit`
/// is answered with `bye`, and ends the conversation.
///
/// Lines are UTF-8 and end with LF or CR LF; replies end with LF. A line that is not UTF-8 is answered with
/// `ERR invalid UTF-8`, a last one without its end with `ERR incomplete line`, one that is too long with `ERR
/// line too long`; the conversation goes on after each. Lines may be pipelined; replies come in order.
public final class LineService implements ConnectionHandler {
    private static final byte[] BYE = "bye\n".getBytes(US_ASCII);

    private static final LineRequests<String> REQUESTS = LineService::reply;

    private final int maxLine;

    /// @param maxLine the longest line in bytes, without its end; from 1 to 1 GiB
    public LineService(int maxLine) {
        this.maxLine = maxLine;
    }

    @Override
    public void handle(Connection connection) throws Exception {
        try (var session = new Session<>(connection, LineCodec.utf8(maxLine).terminated(), new ReplyEncoder())) {
            session.serve(REQUESTS);
        }
    }

    private static void reply(String line, Session<String, byte[]> session) throws NetException {
        if (line.equals("quit")) {
            session.write(BYE);
            session.end();
            return;
        }
        // In chunks: a letter may grow threefold, and a peer that does not read would have all of that buffered.
        for (int from = 0; from < line.length(); ) {
            int to = UpperCase.chunkEnd(line, from);
            session.write(UpperCase.of(line.substring(from, to)).getBytes(UTF_8));
            from = to;
        }
        ReplyEncoder.endReply(session);
    }
}
