package dev.minato.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.IpNetwork;
import dev.minato.net.UdpSocket;
import dev.minato.testing.Eventually;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Datagrams with a PROXY header in front: a trusted proxy's are dropped, everybody else's are data.
@Timeout(60)
class UdpProxyHeaderTest {
    private static final List<String> HEADERS =
            List.of("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nhello", "PROXY ", "\r\n\r\n\0\r\nQUIT\n!\22");
    private static final List<String> OTHERS = List.of("", "PROXY", "proxy ", "\r\n\r\n\0\r\nQUIT", "hello");

    @Test
    void aProxysAreDroppedAndCounted() throws Exception {
        try (var server = start("127.0.0.0/8");
                var client = UdpSocket.bind("127.0.0.1:0")) {
            for (String header : HEADERS) {
                send(client, server, header);
            }
            Eventually.holds("dropped", () -> server.counts().dropped(DropReason.PROXY_HEADER) == HEADERS.size());
            for (String other : OTHERS) {
                assertThat(ask(client, server, other)).isEqualTo(other);
            }
            assertThat(server.counts().dropped(DropReason.PROXY_HEADER)).isEqualTo(HEADERS.size());
        }
    }

    @Test
    void othersAreData() throws Exception {
        try (var server = start("127.0.0.2");
                var client = UdpSocket.bind("127.0.0.1:0")) {
            for (String header : HEADERS) {
                assertThat(ask(client, server, header)).isEqualTo(header);
            }
        }
    }

    private static UdpServer start(String trusted) throws Exception {
        return UdpServer.builder()
                .listen("127.0.0.1:0", request -> request.reply(request.data()))
                .refuseProxyHeaders(TrustedProxies.of(IpNetwork.parse(trusted)))
                .start();
    }

    private static void send(UdpSocket client, UdpServer server, String text) throws Exception {
        client.sendTo(
                ByteBuffer.wrap(text.getBytes(ISO_8859_1)),
                server.localAddresses().getFirst());
    }

    private static String ask(UdpSocket client, UdpServer server, String text) throws Exception {
        client.setReadTimeout(Eventually.PATIENCE);
        send(client, server, text);
        var answer = ByteBuffer.allocate(1000);
        client.recvFrom(answer);
        return ISO_8859_1.decode(answer.flip()).toString();
    }
}
