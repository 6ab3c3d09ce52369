package dev.minato.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.task.BoundedChannel;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A request that its handler has detached keeps its bytes and its way back, whatever the server does
/// meanwhile.
@NetworkTest
class UdpDetachTest {
    private final BoundedChannel<UdpRequest> kept = new BoundedChannel<>(10);
    private UdpSocket client;

    @BeforeEach
    void open() throws NetException {
        client = UdpSocket.bind("127.0.0.1:0");
        client.setReadTimeout(Eventually.PATIENCE);
    }

    @AfterEach
    void close() throws NetException {
        client.close();
    }

    /// Answers `now` at once, and keeps everything else, of which it has read a byte before.
    private void handle(UdpRequest request) throws NetException {
        if (text(request.data().duplicate()).equals("now")) {
            assertThat(request.reply(request.data())).isTrue();
        } else {
            request.data().get();
            assertThat(kept.trySend(request.detach())).isTrue();
        }
    }

    private static String text(ByteBuffer bytes) {
        return US_ASCII.decode(bytes).toString();
    }

    private void send(UdpServer server, String text) throws NetException {
        SocketAddr address = server.localAddresses().getFirst();
        client.sendTo(ByteBuffer.wrap(text.getBytes(US_ASCII)), address);
    }

    private String receive() throws NetException {
        var buffer = ByteBuffer.allocate(100);
        client.recvFrom(buffer);
        return text(buffer.flip());
    }

    @Test
    void repliesComeLaterAndInAnyOrder() throws Exception {
        try (var server =
                UdpServer.builder().listen("127.0.0.1:0", this::handle).start()) {
            send(server, "first");
            send(server, "second");
            send(server, "now");
            assertThat(receive()).isEqualTo("now");
            UdpRequest first = kept.receive(Eventually.PATIENCE).orElseThrow();
            UdpRequest second = kept.receive(Eventually.PATIENCE).orElseThrow();
            assertThat(second.detach()).isSameAs(second);
            assertThat(second.sender()).isEqualTo(client.localAddress());
            assertThat(second.reply(second.data())).isTrue();
            assertThat(first.reply(first.replyBuffer().put(first.data()).flip()))
                    .isTrue();
            assertThat(receive()).isEqualTo("second");
            assertThat(receive()).isEqualTo("first");
            Eventually.holds("all are counted", () -> server.counts().replied() == 3);
        }
    }

    @Test
    void boundOfThePeerHoldsForThem() throws Exception {
        var builder = UdpServer.builder().listen("127.0.0.1:0", this::handle).maxRepliesPerPeer(1);
        try (var server = builder.start()) {
            send(server, "a");
            UdpRequest request = kept.receive(Eventually.PATIENCE).orElseThrow();
            for (int i = 0; i < 100; i++) {
                boolean _ = request.reply(request.data().clear());
            }
            assertThat(server.counts().dropped(DropReason.RATE_LIMITED)).isPositive();
        }
    }

    @Test
    void thereIsNoReplyOnceTheServerIsClosed() throws Exception {
        UdpRequest request;
        try (var server =
                UdpServer.builder().listen("127.0.0.1:0", this::handle).start()) {
            send(server, "late");
            request = kept.receive(Eventually.PATIENCE).orElseThrow();
        }
        Expect.failure(ErrorKind.CLOSED, () -> request.reply(request.data()));
    }
}
