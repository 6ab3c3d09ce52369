package dev.minato.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.client.UdpAsk;
import dev.minato.codec.LengthCodec;
import dev.minato.error.NetException;
import dev.minato.examples.Main;
import dev.minato.framed.Framed;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.server.UdpRequest;
import dev.minato.server.UdpServer;
import dev.minato.task.TaskGroup;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A name is looked up with a DNS server of the test's own, directly, through a forwarder, and over TCP.
@Timeout(60)
class DnsTest {
    private static final short QR = (short) 0x8000;
    private static final short QR_AND_TC = (short) 0x8200;
    private static final byte[] RECORD = {(byte) 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, (byte) 192, 0, 2, 7};

    private static ByteBuffer answer(ByteBuffer query, short flags, boolean records) {
        var answer = ByteBuffer.allocate(512).put(query.duplicate());
        answer.putShort(2, flags).putShort(6, (short) (records ? 1 : 0));
        return (records ? answer.put(RECORD) : answer).flip();
    }

    /// Loses the first query, and answers each other one, after two strays.
    private static UdpServer dns(AtomicInteger queries) throws NetException {
        return UdpServer.builder()
                .listen("127.0.0.1:0", query -> {
                    if (queries.getAndIncrement() > 0) {
                        reply(query, ByteBuffer.allocate(3));
                        reply(query, answer(query.data(), (short) 0, true));
                        reply(query, answer(query.data(), QR, true));
                    }
                })
                .start();
    }

    private static void reply(UdpRequest query, ByteBuffer bytes) throws NetException {
        assertThat(query.reply(bytes)).isTrue();
    }

    private static String address(UdpServer server) {
        return server.localAddresses().getFirst().toString();
    }

    @Test
    void aNameIsLookedUpAlsoThroughAForwarder() throws Exception {
        var queries = new AtomicInteger();
        try (var dns = dns(queries);
                var forwarder = DnsForwarder.start("127.0.0.1:0", UdpAsk.to(address(dns)))) {
            assertThat(Main.printed("udp.DnsLookup", "www.example.com", address(dns)))
                    .isEqualTo("192.0.2.7\n");
            assertThat(queries).hasValue(2);
            try (var stranger = UdpSocket.bind("127.0.0.1:0")) {
                stranger.sendTo(
                        ByteBuffer.allocate(2), forwarder.localAddresses().getFirst());
            }
            assertThat(Main.printed("udp.DnsLookup", "www.example.com", address(forwarder)))
                    .isEqualTo("192.0.2.7\n");
        }
    }

    @Test
    void aTruncatedAnswerIsAskedForOverTcp() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var dns = UdpServer.builder()
                        .listen(listener.localAddress(), query -> reply(query, answer(query.data(), QR_AND_TC, false)))
                        .start();
                var group = new TaskGroup()) {
            group.spawn(() -> answerOverTcp(listener));
            assertThat(Main.printed("udp.DnsLookup", "www.example.com", address(dns)))
                    .isEqualTo("192.0.2.7\n");
            group.join();
        }
    }

    private static void answerOverTcp(TcpListener listener) throws NetException {
        try (TcpStream stream = listener.accept();
                var messages = new Framed<>(stream, LengthCodec.ofBytes(2).codec(512))) {
            messages.write(answer(messages.read().orElseThrow(), QR, true));
        }
    }

    @Test
    void anAnswerWithoutAnAddressOrDamagedIsAFailure() throws Exception {
        try (var dns = UdpServer.builder()
                .listen("127.0.0.1:0", query -> reply(query, answer(query.data(), QR, false)))
                .listen(
                        "127.0.0.1:0",
                        query -> reply(query, answer(query.data(), QR, false).putShort(6, (short) 9)))
                .start()) {
            assertThatThrownBy(() -> Main.printed("udp.DnsLookup", "none.example", address(dns)))
                    .hasMessageContaining("the answer has no IPv4 address");
            String damaged = dns.localAddresses().get(1).toString();
            assertThatThrownBy(() -> Main.printed("udp.DnsLookup", "none.example", damaged))
                    .hasMessageContaining("its records do not end where they should");
        }
    }
}
