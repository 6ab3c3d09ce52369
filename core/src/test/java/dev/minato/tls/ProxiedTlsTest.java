package dev.minato.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.IpNetwork;
import dev.minato.io.Copy;
import dev.minato.net.ByteStream;
import dev.minato.net.TcpStream;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.TcpServer;
import dev.minato.server.TrustedProxies;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// TLS through a proxy that passes it on: the PROXY header is in the clear, in front of the first message of the
/// handshake.
@Timeout(60)
class ProxiedTlsTest {
    private static final byte[] HEADER = "PROXY TCP4 192.0.2.1 198.51.100.1 50000 443\r\n".getBytes(US_ASCII);

    @Test
    void theHandshakeIsBehindTheHeaderInTheSameSegment() throws Exception {
        var acceptor =
                TlsAcceptor.builder(TlsPair.identity(TestCertificates.server())).build();
        var connector = TlsConnector.builder()
                .trust(TlsTrust.ofPem(TestCertificates.ca()))
                .build();
        var pair = ByteStream.pair();
        try (var server = TcpServer.builder()
                        .listen("127.0.0.1:0", ConnectionHandler.overTls(acceptor, ProxiedTlsTest::tellName))
                        .proxyProtocol(TrustedProxies.of(IpNetwork.parse("127.0.0.0/8")))
                        .start();
                var outside = TcpStream.connect(server.localAddresses().getFirst())) {
            Task<?> proxy = Tasks.spawn("proxy", () -> pass(pair.second(), outside));
            try (var client = connector.connect(pair.first(), "localhost")) {
                assertThat(client.readToString(100)).isEqualTo("192.0.2.1:50000");
            }
            proxy.join();
        }
    }

    private static void tellName(Connection connection) throws Exception {
        connection.stream().writeAll(ByteBuffer.wrap(connection.peerName().getBytes(US_ASCII)));
    }

    /// As a proxy does, but for the header and what the client sends first, which leave together.
    private static void pass(ByteStream client, ByteStream server) throws Exception {
        var first = ByteBuffer.allocate(16 * 1024).put(HEADER);
        assertThat(client.read(first)).isPositive();
        server.writeAll(first.flip());
        var _ = Copy.copyBidirectional(client, server);
    }
}
