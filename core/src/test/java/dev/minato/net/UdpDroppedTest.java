package dev.minato.net;

import static dev.minato.error.ErrorKind.CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.Able;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A socket tells how many datagrams the kernel had no room for.
@NetworkTest
class UdpDroppedTest {
    private static final int SENT = 2000;

    @Test
    void whatTheReceiveBufferHasNoRoomForIsCounted() throws Exception {
        try (var receiver = UdpSocket.options().receiveBufferSize(4096).bind("127.0.0.1:0");
                var clone = receiver.tryClone();
                var sender = UdpSocket.bind("127.0.0.1:0")) {
            Able.orUnsupported(Able.here().droppedDatagrams(), () -> {
                assertThat(receiver.droppedDatagrams()).isZero();
                var bytes = ByteBuffer.allocate(100);
                for (int i = 0; i < SENT; i++) {
                    sender.sendTo(bytes.clear(), receiver.localAddress());
                }
                var received = new AtomicInteger();
                Eventually.holds("all are accounted for", () -> {
                    while (receiver.tryRecvFrom(bytes.clear(), new Received())) {
                        received.incrementAndGet();
                    }
                    return receiver.droppedDatagrams() + received.get() == SENT;
                });
                assertThat(clone.droppedDatagrams()).isEqualTo(receiver.droppedDatagrams());
            });
        }
    }

    @Test
    void aClosedSocketDoesNotTell() throws Exception {
        var socket = UdpSocket.bind("127.0.0.1:0");
        socket.close();
        Expect.failure(CLOSED, socket::droppedDatagrams);
    }
}
