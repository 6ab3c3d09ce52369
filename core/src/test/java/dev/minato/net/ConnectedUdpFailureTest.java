package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a connected UDP socket cannot do is said, and said of the peer.
class ConnectedUdpFailureTest {
    @Test
    void aRefusalThatAReceiveIsToldOfNamesThePeer() throws NetException {
        String gone;
        try (var closed = UdpSocket.bind("127.0.0.1:0")) {
            gone = closed.localAddress().toString();
        }
        try (var socket = UdpSocket.bind("127.0.0.1:0")) {
            socket.connect(gone);
            socket.setReadTimeout(Duration.ofMinutes(1));
            socket.send(ByteBuffer.wrap(new byte[1]));
            var refused = catchThrowableOfType(NetException.class, () -> socket.recv(ByteBuffer.allocate(1)));
            assertThat(refused.kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);
            assertThat(refused.address()).contains(gone);
        }
    }

    @Test
    void anEmptyDatagramIsSentOrRefusedButNotSilentlyDropped() throws NetException {
        try (var peer = UdpSocket.bind("127.0.0.1:0");
                var socket = UdpSocket.bind("127.0.0.1:0")) {
            socket.connect(peer.localAddress());
            if (Platform.current().capabilities().sendsEmptyWhenConnected()) {
                socket.send(ByteBuffer.allocate(0));
                peer.setReadTimeout(Duration.ofMinutes(1));
                assertThat(peer.recvFrom(ByteBuffer.allocate(1)).realLength()).isZero();
            } else {
                Expect.failure(ErrorKind.UNSUPPORTED, () -> socket.send(ByteBuffer.allocate(0)));
            }
        }
    }
}
