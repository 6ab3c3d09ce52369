package dev.minato.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// `minato serve dns` asks the server of `--upstream` once, and answers what `minato dns` and dig ask; the
/// metrics say so.
class ServeDnsTest {
    /// A record of the question's name: A, IN, 300 seconds, 192.0.2.1.
    private static final byte[] RECORD = {(byte) 0xC0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, (byte) 192, 0, 2, 1};

    private static final int HEADER = 12;

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void clientsAreAnswered() throws Exception {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(socket));
            String upstream = "127.0.0.1:" + socket.getLocalPort();
            try (var server = Serving.of("dns/udp", "--upstream", upstream, "--metrics", "0")) {
                String port = Integer.toString(server.udp("dns"));
                for (int i = 0; i < 2; i++) {
                    try (var minato =
                            Program.minato("dns", "www.example.test", "--server", "127.0.0.1:" + port, "--short")) {
                        assertThat(minato.out().textToEnd().strip()).isEqualTo("192.0.2.1");
                    }
                }
                String answer = Program.outputOf(
                        "", "dig", "@127.0.0.1", "-p", port, "WWW.example.test", "+noall", "+comments", "+answer");
                assertThat(answer)
                        .contains("status: NOERROR", "flags: qr rd ra;")
                        .containsPattern("WWW\\.example\\.test\\.\\s+(29\\d|300)\\s+IN\\s+A\\s+192\\.0\\.2\\.1");
                assertThat(asked).hasValue(1);
                checkMetrics(server);
            }
        }
    }

    private static void checkMetrics(Serving server) {
        var url = server.program().out().await("^metrics at (http://\\S+)$").group(1);
        assertThat(Program.outputOf("", "curl", "-sS", url))
                .contains(
                        "\nminato_dns_queries_total{result=\"forwarded\"} 1\n",
                        "\nminato_dns_queries_total{result=\"hit\"} 2\n",
                        "\nminato_dns_cache_entries 1\n");
    }

    /// Answers each query with [#RECORD], until the socket is closed.
    private void answer(DatagramSocket socket) {
        var packet = new DatagramPacket(new byte[512], 512);
        try {
            while (true) {
                socket.receive(packet);
                asked.incrementAndGet();
                byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static byte[] answer(byte[] query) {
        int end = HEADER + "www.example.test".getBytes(US_ASCII).length + 2 + 4;
        byte[] answer = Arrays.copyOf(query, end + RECORD.length);
        System.arraycopy(RECORD, 0, answer, end, RECORD.length);
        answer[2] |= (byte) 0x80;
        answer[7] = 1;
        answer[11] = 0;
        return answer;
    }
}
