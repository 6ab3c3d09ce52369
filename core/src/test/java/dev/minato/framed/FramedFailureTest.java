package dev.minato.framed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.task.Tasks;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the failures of a [Framed] say: the peer, and `decode` or `encode` if it is the message that is bad,
/// else `read` or `write`.
@NetworkTest
class FramedFailureTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private Pair pair;
    private Framed<String, String> lines;

    @BeforeEach
    void open() throws NetException {
        pair = Pair.open();
        lines = new Framed<>(pair.far(), LineCodec.utf8(5).terminated());
    }

    @AfterEach
    void close() throws NetException {
        pair.close();
    }

    private void send(String latin1) throws NetException {
        pair.near().writeAll(latin1.getBytes(ISO_8859_1));
    }

    private void fails(ErrorKind kind, String operation) {
        Expect.failure(kind, operation, pair.far().peerAddress(), lines::read);
    }

    @Test
    void timeout() throws Exception {
        pair.far().setReadTimeout(SHORT);

        fails(ErrorKind.TIMED_OUT, "read");
    }

    @Test
    void deadline() {
        Expect.failure(
                ErrorKind.DEADLINE_EXCEEDED,
                "read",
                pair.far().peerAddress(),
                () -> Tasks.withDeadline(SHORT, () -> Optional.of(lines.read())));
    }

    @Test
    void timeoutOfAMessage() throws Exception {
        lines.setMessageTimeout(SHORT);
        send("ha");

        fails(ErrorKind.TIMED_OUT, "read message");
    }

    @Test
    void interrupt() {
        Thread.currentThread().interrupt();
        try {
            fails(ErrorKind.INTERRUPTED, "read");
        } finally {
            boolean _ = Thread.interrupted();
        }
    }

    @Test
    void closedStream() throws Exception {
        pair.far().close();

        fails(ErrorKind.CLOSED, "read");
    }

    @Test
    void messageThatIsTooLong() throws Exception {
        send("abcdef\n");

        fails(ErrorKind.MESSAGE_TOO_LONG, "decode");
    }

    @Test
    void messageThatIsNoText() throws Exception {
        send("\u00ff\n");

        fails(ErrorKind.INVALID_DATA, "decode");
    }

    @Test
    void endWithinAMessage() throws Exception {
        send("ha");
        pair.near().shutdown(Shutdown.WRITE);

        fails(ErrorKind.UNEXPECTED_EOF, "decode");
    }

    @Test
    void messageThatCannotBeWritten() {
        var peer = pair.far().peerAddress();
        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, "encode", peer, () -> lines.write("abcdef"));
        Expect.failure(ErrorKind.INVALID_INPUT, "encode", peer, () -> lines.write("a\n"));
    }

    @Test
    void writeToAClosedStream() throws Exception {
        lines.write("a");
        lines.close();

        Expect.failure(ErrorKind.CLOSED, "write", pair.far().peerAddress(), () -> lines.write("b"));
        lines.close();
    }

    @Test
    void flushToAClosedStream() throws Exception {
        lines.write("a");
        pair.far().close();

        Expect.failure(ErrorKind.CLOSED, "write", pair.far().peerAddress(), lines::flush);
        Expect.failure(ErrorKind.CLOSED, "write", pair.far().peerAddress(), lines::close);
    }
}
