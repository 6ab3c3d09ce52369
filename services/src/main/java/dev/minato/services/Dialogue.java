package dev.minato.services;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.codec.Decoder;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpStream;
import java.time.Duration;
import java.util.Optional;

/// A conversation in lines: each line that comes is answered in turn, a bad one with what is wrong with it,
/// until one side ends it.
///
/// @param <T> what a line is
final class Dialogue<T> {
    /// The end of each reply.
    static final byte[] LF = {'\n'};

    private static final byte[] TOO_LONG = "ERR line too long\n".getBytes(US_ASCII);
    private static final byte[] INCOMPLETE = "ERR incomplete line\n".getBytes(US_ASCII);
    private static final byte[] NOT_UTF_8 = "ERR invalid UTF-8\n".getBytes(US_ASCII);

    private final TcpStream stream;
    private final Framed<T, byte[]> lines;
    private final Answer<T> answer;

    /// What is said to a line.
    interface Answer<T> {
        /// Writes what there is to say; false if that was the last.
        boolean to(T line, Framed<T, byte[]> replies) throws NetException;
    }

    Dialogue(TcpStream stream, Decoder<T> decoder, Duration requestTimeout, Answer<T> answer) {
        this.stream = stream;
        this.lines = new Framed<>(stream, decoder, new ReplyEncoder());
        lines.setMessageTimeout(requestTimeout);
        this.answer = answer;
    }

    /// Holds it, from the first line to the last.
    void hold() throws NetException {
        var progress = Progress.GOES_ON;
        while (progress == Progress.GOES_ON) {
            progress = next();
        }
        lines.flush();
        if (progress == Progress.ENDED_BY_US) {
            Farewell.to(stream);
        }
    }

    private enum Progress {
        GOES_ON,
        ENDED_BY_PEER,
        ENDED_BY_US
    }

    private Progress next() throws NetException {
        Optional<T> line;
        try {
            line = lines.read();
        } catch (NetException e) {
            lines.write(complaint(e));
            return Progress.GOES_ON;
        }
        if (line.isEmpty()) {
            return Progress.ENDED_BY_PEER;
        }
        return answer.to(line.get(), lines) ? Progress.GOES_ON : Progress.ENDED_BY_US;
    }

    /// What to say to a bad line; what is not about a line is thrown on.
    private static byte[] complaint(NetException failure) throws NetException {
        boolean aboutLine = failure.operation().equals("decode");
        if (aboutLine && failure.kind() == ErrorKind.MESSAGE_TOO_LONG) {
            return TOO_LONG;
        }
        if (aboutLine && failure.kind() == ErrorKind.INVALID_DATA) {
            return NOT_UTF_8;
        }
        if (aboutLine && failure.kind() == ErrorKind.UNEXPECTED_EOF) {
            return INCOMPLETE;
        }
        throw failure;
    }
}
