package dev.minato.services.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.address.IpNetwork;
import dev.minato.address.SocketAddr;
import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.ServerMetrics;
import dev.minato.server.TcpServer;
import dev.minato.server.UdpServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A scrape shows what servers have counted, also while one of them is full or drains.
@Timeout(60)
class ServerFamiliesEndpointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ConnectionHandler LINES =
            ConnectionHandler.ofRequests(() -> LineCodec.utf8(100), (line, session) -> session.write(line));

    private final ServerMetrics metrics = new ServerMetrics();
    private MetricsEndpoint endpoint;
    private TcpServer server;

    @BeforeEach
    void open() throws Exception {
        metrics.add("lines");
        endpoint = MetricsEndpoint.open("127.0.0.1:0", List.of(new ServerFamilies(metrics)));
        server = TcpServer.builder()
                .listen("lines", "127.0.0.1:0", LINES)
                .maxConnections(1)
                .observer(metrics)
                .start();
    }

    @AfterEach
    void close() {
        endpoint.close();
        server.close();
    }

    @Test
    void everythingIsThereBeforeAnythingHappens() throws Exception {
        assertThat(Scrape.of(endpoint))
                .contains("minato_connections_open{service=\"lines\"} 0\n")
                .contains("minato_connections_closed_total{service=\"lines\",reason=\"idle_timeout\"} 0\n")
                .contains("minato_connections_refused_total{service=\"lines\",reason=\"denied\"} 0\n")
                .contains("minato_requests_seconds_bucket{service=\"lines\",le=\"0.000001024\"} 0\n")
                .contains("minato_requests_seconds_bucket{service=\"lines\",le=\"+Inf\"} 0\n")
                .contains("minato_tls_handshakes_total{service=\"lines\",result=\"failed\"} 0\n")
                .containsPattern("minato_info\\{version=\"[^\"]+\",platform=\"(jdk|linux)\"} 1\n")
                .containsPattern("minato_event_loop_stalls_total \\d+\n");
    }

    @Test
    void requestsAndBytesAreCountedWhileTheServerIsFull() throws Exception {
        try (var client = ask("hello\n")) {
            assertThat(Scrape.await(endpoint, "minato_sent_bytes_total{service=\"lines\"} 6\n"))
                    .contains("minato_connections_open{service=\"lines\"} 1\n")
                    .contains("minato_connections_opened_total{service=\"lines\"} 1\n")
                    .contains("minato_requests_seconds_bucket{service=\"lines\",le=\"+Inf\"} 1\n")
                    .contains("minato_requests_seconds_count{service=\"lines\"} 1\n")
                    .contains("minato_received_bytes_total{service=\"lines\"} 6\n");
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void closesAreCountedByReasonAndShownAfterADrain() throws Exception {
        ask("hello\n").close();
        assertThat(server.awaitIdle(PATIENCE)).isTrue();
        var _ = server.drain(PATIENCE);

        assertThat(Scrape.of(endpoint))
                .contains("minato_connections_open{service=\"lines\"} 0\n")
                .contains("minato_connections_closed_total{service=\"lines\",reason=\"finished\"} 1\n");
    }

    @Test
    void refusalsAreCountedByReason() throws Exception {
        try (var refusing = TcpServer.builder()
                .listen("closed", "127.0.0.1:0", LINES)
                .deny(List.of(IpNetwork.parse("127.0.0.0/8")))
                .observer(metrics)
                .start()) {
            connectInVain(refusing.localAddresses().getFirst());

            String refused = "minato_connections_refused_total{service=\"closed\",reason=\"denied\"} 1\n";
            assertThat(Scrape.await(endpoint, refused)).contains(refused);
        }
    }

    /// The reset may come within the connect, or after it.
    private static void connectInVain(SocketAddr address) {
        assertThatExceptionOfType(NetException.class).isThrownBy(() -> {
            try (var client = TcpStream.connect(address)) {
                int _ = client.read(ByteBuffer.allocate(1));
            }
        });
    }

    // @start region="page"
    static MetricsEndpoint show(String address, ServerMetrics connections, UdpServer datagrams) throws NetException {
        return MetricsEndpoint.open(address, List.of(new ServerFamilies(connections, datagrams::countsByService)));
    }
    // @end

    @Test
    void datagramsAreCounted() throws Exception {
        try (var echo = UdpServer.builder()
                        .listen("mirror", "127.0.0.1:0", request -> request.reply(request.data()))
                        .start();
                var page = show("127.0.0.1:0", metrics, echo);
                var client = UdpSocket.bind("127.0.0.1:0")) {
            client.sendTo(
                    ByteBuffer.wrap("x".getBytes(US_ASCII)),
                    echo.localAddresses().getFirst().toString());

            assertThat(Scrape.await(page, "minato_datagrams_sent_total{service=\"mirror\"} 1\n"))
                    .contains("minato_datagrams_received_total{service=\"mirror\"} 1\n")
                    .contains("minato_datagrams_lost_total{service=\"mirror\"} 0\n")
                    .contains("minato_datagrams_dropped_total{service=\"mirror\",reason=\"overloaded\"} 0\n");
        }
    }

    /// Asks, and waits for as many bytes as it sent.
    private TcpStream ask(String request) throws Exception {
        var client = TcpStream.connect(server.localAddresses().getFirst());
        client.writeAll(request.getBytes(US_ASCII));
        assertThat(client.inputStream().readNBytes(request.length()))
                .asString(US_ASCII)
                .isEqualTo(request);
        return client;
    }
}
