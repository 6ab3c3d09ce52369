package dev.minato.io;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.testing.ConnectedTest;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import java.nio.ByteOrder;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the failures of a [BufferedSource] say: the peer and the operation, as the stream's own do.
@NetworkTest
class BufferedSourceFailureTest extends ConnectedTest {
    private BufferedSource reader;

    @BeforeEach
    void open() throws NetException {
        reader = BufferedSource.of(pair.far());
    }

    private void fails(ErrorKind kind, ThrowingCallable read) {
        Expect.failure(kind, "read", pair.far().peerAddress(), read);
    }

    @Test
    void timeout() throws Exception {
        pair.far().setReadTimeout(Duration.ofMillis(20));

        fails(ErrorKind.TIMED_OUT, () -> reader.readLine(10));
        fails(ErrorKind.TIMED_OUT, reader::readByte);
    }

    @Test
    void endOfStream() throws Exception {
        send("\1");
        pair.near().shutdown(Shutdown.WRITE);

        fails(ErrorKind.UNEXPECTED_EOF, () -> reader.readInt(ByteOrder.BIG_ENDIAN));
        fails(ErrorKind.UNEXPECTED_EOF, () -> reader.readExact(new byte[2]));
    }

    @Test
    void lineThatIsTooLong() throws Exception {
        send("abcdef\n");

        fails(ErrorKind.MESSAGE_TOO_LONG, () -> reader.readLine(3));
    }

    @Test
    void lineThatIsNoText() throws Exception {
        send("\u00ff\n");

        fails(ErrorKind.INVALID_DATA, () -> reader.readLine(3));
    }

    @Test
    void interruptWhileALongLineIsSkipped() throws Exception {
        send("abcdef");
        fails(ErrorKind.MESSAGE_TOO_LONG, () -> reader.readLine(3));

        Thread.currentThread().interrupt();
        try {
            fails(ErrorKind.INTERRUPTED, () -> reader.readLine(3));
        } finally {
            boolean _ = Thread.interrupted();
        }
    }

    @Test
    void streamThatWasHandedBack() {
        var _ = reader.intoParts();

        fails(ErrorKind.CLOSED, reader::readByte);
    }
}
