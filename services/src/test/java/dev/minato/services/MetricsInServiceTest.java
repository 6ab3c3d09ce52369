package dev.minato.services;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.UdpSocket;
import dev.minato.server.DrainReport;
import dev.minato.server.ServerObserver;
import dev.minato.services.exposition.PrometheusText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `metrics-in` gathers what comes over UDP and TCP, and answers scrapes on the same port.
@Timeout(60)
class MetricsInServiceTest {
    private static final Path CAPTURES = Path.of("../core/src/test/captures");
    private static final List<Binding> BOTH = List.of(
            new Binding("metrics-in", Protocol.TCP, "127.0.0.1:0"),
            new Binding("metrics-in", Protocol.UDP, "127.0.0.1:0"));

    private Server server;

    @BeforeEach
    void open() throws Exception {
        server = Server.open(BOTH, Limits.DEFAULT, ServerObserver.SILENT);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private InetSocketAddress tcp() {
        return server.boundServices().getFirst().address().toInetSocketAddress();
    }

    private Client client() throws IOException {
        return new Client(tcp());
    }

    /// Sends a stream to its end, and returns once it was read.
    private void sendAll(byte[] stream) throws IOException {
        try (var client = client()) {
            client.send(stream).end();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    private void sendDatagram(String datagram) throws Exception {
        try (var socket = UdpSocket.bind("127.0.0.1:0")) {
            socket.sendTo(
                    ByteBuffer.wrap(datagram.getBytes(ISO_8859_1)),
                    server.boundServices().getLast().address());
        }
    }

    private String ask(String request) throws IOException {
        try (var client = client()) {
            return client.send(request).readToEnd();
        }
    }

    private String scrape() throws IOException {
        return ask("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    /// Scrapes until there is a line.
    private String scrapeUntil(String line) throws IOException {
        String text;
        do {
            text = scrape();
        } while (!text.contains("\n" + line + "\n"));
        return text;
    }

    @Test
    void datagramsAndConnectionsShareWhatTheyGather() throws Exception {
        sendAll("a:1|c\na:2|c\n".getBytes(ISO_8859_1));
        sendDatagram("a:4|c\nb 5 1700000000");
        assertThat(scrapeUntil("b 5")).contains("\na 7\n");
        assertThat(PrometheusText.of(server.gatheredMetrics())).contains("\na 7\n");
    }

    @Test
    void scrapeIsAnsweredAndTheConnectionClosed() throws Exception {
        sendAll("a:1|c\n".getBytes(ISO_8859_1));
        assertThat(scrape())
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
                        + "Connection: close\r\n\r\n# HELP minato_metrics_in_lines_total ")
                .endsWith("# HELP a Received as counter a.\n# TYPE a counter\na 1\n");
    }

    /// Nor does a page in a browser get lines in that it has somebody post.
    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1', 404 Not Found",
        "'GET /metricsx HTTP/1.0', 404 Not Found",
        "'GET /metrics?a=b HTTP/1.0', 200 OK",
        "'POST /metrics HTTP/1.1', 405 Method Not Allowed",
        "'GET /metrics', 400 Bad Request",
        "'GET /metrics x', 400 Bad Request",
    })
    void otherRequestsAreRefused(String request, String status) throws Exception {
        assertThat(ask(request + "\r\n\r\na:1|c\n")).startsWith("HTTP/1.1 " + status + "\r\n");
        assertThat(scrape()).contains("{result=\"accepted\"} 0\n");
    }

    @Test
    void headThatIsTooLongIsRefused() throws Exception {
        assertThat(ask("GET /metrics HTTP/1.1\r\nCookie: " + "x".repeat(20_000)))
                .startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    /// Those that do not read keep theirs; the next one comes too many.
    @Test
    void eightScrapesAtOnceAreAnswered() throws Exception {
        var timers = new StringBuilder();
        for (int i = 0; i < 9_000; i++) {
            timers.append("timer.with.a.name.that.is.long.enough.").append(i).append(":1|ms\n");
        }
        sendAll(timers.toString().getBytes(ISO_8859_1));
        var slow = new ArrayList<Client>();
        for (int i = 0; i < 8; i++) {
            slow.add(client().send("GET /metrics HTTP/1.1\r\n\r\n"));
            assertThat(slow.getLast().readLine()).isEqualTo("HTTP/1.1 200 OK\r\n");
        }
        assertThat(scrape()).startsWith("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n");
        sendDatagram("x:1|c");
        for (Client client : slow) {
            client.close();
        }
        assertThat(scrapeUntil("x 1")).startsWith("HTTP/1.1 200 OK");
    }

    /// hot-shots counts, sets a gauge and measures; collectd ends its lines with CR LF, and was killed
    /// within one.
    @Test
    void realProgramsAreUnderstood() throws Exception {
        sendAll(capture("statsd"));
        sendAll(capture("graphite"));
        sendAll(capture("syslog-lines"));
        sendAll(capture("syslog-octets"));
        assertThat(scrape())
                .contains("\nhello_count 1\n", "\nhello_gauge 17\n", "\nhello_time_seconds_sum 0.042\n")
                .contains("\nexample_uptime_uptime 50836\n", "\nexample_contextswitch_contextswitch 3292.912665\n")
                .contains("{facility=\"user\",severity=\"notice\",format=\"rfc3164\"} 2\n")
                .contains("{facility=\"user\",severity=\"notice\",format=\"rfc5424\"} 2\n")
                .contains("{result=\"not_finite\"} 1\n", "{result=\"malformed\"} 0\n", "{result=\"incomplete\"} ");
    }

    private static byte[] capture(String name) throws IOException {
        String hex = Files.readAllLines(CAPTURES.resolve(name + ".client.hex")).stream()
                .filter(line -> !line.startsWith("#"))
                .collect(joining());
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void lineThatTheEndCutsOffIsNotTaken() throws Exception {
        sendAll("a:1|c\na:1".getBytes(ISO_8859_1));
        assertThat(scrape()).contains("\na 1\n", "{result=\"incomplete\"} 1\n");
    }

    @Test
    void seriesExpireByTheClockOfTheServer() throws Exception {
        server.close();
        var now = new Instant[] {Instant.ofEpochSecond(1_700_000_000)};
        server = Server.open(
                BOTH, Limits.DEFAULT.withMetricsInExpiry(Duration.ofMinutes(1)), ServerObserver.SILENT, () -> now[0]);
        sendAll("a:1|c\n".getBytes(ISO_8859_1));
        assertThat(scrape()).contains("\na 1\n");
        now[0] = now[0].plusSeconds(60);
        assertThat(scrape()).doesNotContain("\na 1\n").contains("minato_metrics_in_expired_series_total 1\n");
    }

    @Test
    void numberOfSeriesIsALimitOfTheServer() throws Exception {
        server.close();
        server = Server.open(BOTH, Limits.DEFAULT.withMetricsInSeries(1), ServerObserver.SILENT);
        sendAll("a:1|c\nb:1|c\n".getBytes(ISO_8859_1));
        assertThat(scrape()).contains("\na 1\n", "{result=\"series_limit\"} 1\n");
    }

    /// Clients of metrics stay connected; a drain does not wait for them, and takes what they have sent.
    @Test
    void drainEndsConnectionsBetweenTwoLines() throws Exception {
        try (var client = client()) {
            client.send("a:1|c\n");
            String _ = scrapeUntil("a 1");
            DrainReport drain = server.drain();
            // The reader of the text may be among them.
            assertThat(drain.finished()).isPositive();
            assertThat(drain.cut() + drain.reset() + drain.stuck()).isZero();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void nothingIsGatheredWhereItIsNotServed() throws Exception {
        try (var other = Server.open(
                List.of(new Binding("echo", Protocol.UDP, "127.0.0.1:0")), Limits.DEFAULT, ServerObserver.SILENT)) {
            assertThat(other.gatheredMetrics()).isEmpty();
        }
    }
}
