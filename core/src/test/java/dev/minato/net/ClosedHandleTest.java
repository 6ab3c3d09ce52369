package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// Failures of a closed handle, which say on which address the call was.
@NetworkTest
class ClosedHandleTest {
    @Test
    void aClosedStreamNamesItsPeer() throws NetException {
        try (var pair = Pair.open()) {
            TcpStream stream = pair.near();
            stream.close();
            String peer = stream.peerAddress().toString();
            names(peer, () -> stream.read(ByteBuffer.allocate(1)));
            names(peer, () -> stream.tryWrite(ByteBuffer.allocate(1)));
            names(peer, stream::noDelay);
            names(peer, stream::awaitReadable);
            names(peer, () -> stream.shutdown(Shutdown.WRITE));
            names(peer, stream::tryClone);
        }
    }

    @Test
    void aClosedListenerNamesItsAddress() throws NetException {
        TcpListener listener = TcpListener.bind("127.0.0.1", 0);
        listener.close();
        String address = listener.localAddress().toString();
        names(address, listener::accept);
        names(address, listener::awaitReadable);
        names(address, listener::tryClone);
    }

    @Test
    void aClosedDatagramSocketNamesItsAddress() throws NetException {
        UdpSocket socket = UdpSocket.bind("127.0.0.1", 0);
        socket.close();
        String address = socket.localAddress().toString();
        names(address, () -> socket.recvFrom(ByteBuffer.allocate(1)));
        names(address, () -> socket.recv(ByteBuffer.allocate(1)));
        names(address, () -> socket.peek(ByteBuffer.allocate(1)));
        names(address, () -> socket.send(ByteBuffer.allocate(1)));
        names(address, () -> socket.connect("127.0.0.1:9"));
        names(address, socket::broadcast);
        names(address, socket::disconnect);
        names(address, socket::tryClone);
    }

    private interface Body {
        void run() throws NetException;
    }

    private static void names(String address, Body body) {
        NetException failure = Expect.failure(ErrorKind.CLOSED, body::run);
        assertThat(failure.address()).contains(address);
    }
}
