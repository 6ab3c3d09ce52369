package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The system tells of a reset once. If a write was told, a read after it must not take the end for an orderly
/// one.
class ResetToldToWriterTest {
    @Test
    void everyLaterReadFailsWithTheReset() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var stream = TcpStream.connect("127.0.0.1", listener.getLocalPort())) {
            Socket peer = listener.accept();
            peer.setSoLinger(true, 0);
            peer.close();
            stream.awaitReadable();
            assertThat(kindOf(() -> stream.writeAll(new byte[1]))).isEqualTo(ErrorKind.CONNECTION_RESET);
            assertThat(kindOf(() -> stream.read(ByteBuffer.allocate(1)))).isEqualTo(ErrorKind.CONNECTION_RESET);
            assertThat(kindOf(() -> stream.read(ByteBuffer.allocate(1)))).isEqualTo(ErrorKind.CONNECTION_RESET);
        }
    }

    private static ErrorKind kindOf(ThrowingCallable call) {
        return catchThrowableOfType(NetException.class, call).kind();
    }
}
