package dev.minato.services.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.codec.Decoder;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.ByteStream;
import java.time.Duration;
import java.util.Optional;

/// The request loop of a line protocol: each line is answered in order, a malformed one with an error reply,
/// until one side ends the conversation.
///
/// @param <T> a decoded line
public final class RequestLoop<T> {
    private static final byte[] LF = {'\n'};

    private static final byte[] TOO_LONG = "ERR line too long\n".getBytes(US_ASCII);
    private static final byte[] INCOMPLETE = "ERR incomplete line\n".getBytes(US_ASCII);
    private static final byte[] NOT_UTF_8 = "ERR invalid UTF-8\n".getBytes(US_ASCII);

    private final ByteStream stream;
    private final Framed<T, byte[]> lines;
    private final Handler<T> handler;

    /// The handler of one line.
    @FunctionalInterface
    public interface Handler<T> {
        /// Writes the reply, which ends with LF; returns false if that was the last.
        boolean reply(T line, Framed<T, byte[]> replies) throws NetException;
    }

    /// A loop over a connection.
    ///
    /// @param requestTimeout how long a line may take from its first byte
    public RequestLoop(ByteStream stream, Decoder<T> decoder, Duration requestTimeout, Handler<T> handler) {
        this.stream = stream;
        this.lines = new Framed<>(stream, decoder, new ReplyEncoder());
        lines.setMessageTimeout(requestTimeout);
        this.handler = handler;
    }

    /// Runs from the first line to the last.
    public void run() throws NetException {
        var progress = Progress.CONTINUE;
        while (progress == Progress.CONTINUE) {
            progress = next();
        }
        lines.flush();
        if (progress == Progress.ENDED_BY_US) {
            LingeringClose.prepare(stream);
        }
    }

    /// Writes the LF that ends a reply.
    public static void endReply(Framed<?, byte[]> replies) throws NetException {
        replies.write(LF);
    }

    private enum Progress {
        CONTINUE,
        ENDED_BY_PEER,
        ENDED_BY_US
    }

    private Progress next() throws NetException {
        Optional<T> line;
        try {
            line = lines.read();
        } catch (NetException e) {
            lines.write(errorReply(e));
            return Progress.CONTINUE;
        }
        if (line.isEmpty()) {
            return Progress.ENDED_BY_PEER;
        }
        return handler.reply(line.get(), lines) ? Progress.CONTINUE : Progress.ENDED_BY_US;
    }

    /// Returns the reply to a malformed line; rethrows any other failure.
    private static byte[] errorReply(NetException failure) throws NetException {
        boolean isMalformed = failure.operation().equals("decode");
        if (isMalformed && failure.kind() == ErrorKind.MESSAGE_TOO_LONG) {
            return TOO_LONG;
        }
        if (isMalformed && failure.kind() == ErrorKind.INVALID_DATA) {
            return NOT_UTF_8;
        }
        if (isMalformed && failure.kind() == ErrorKind.UNEXPECTED_EOF) {
            return INCOMPLETE;
        }
        throw failure;
    }
}
