package dev.minato.services.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.server.TcpServer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An endpoint answers by path, in order, and hands a connection over to what streams.
@Timeout(60)
class HttpEndpointTest {
    private static final HttpRoute PAGE = request ->
            HttpResponse.of(HttpStatus.OK, "text/html", request.query()).with("X-Content-Type-Options", "nosniff");
    private static final HttpRoute EVENTS = _ -> HttpResponse.stream(
            "text/event-stream", connection -> connection.stream().writeAll("data: 1\n\n".getBytes(US_ASCII)));

    private TcpServer server;

    @BeforeEach
    void open() throws Exception {
        var paths = HttpRoute.ofPaths(Map.of("/page", PAGE, "/events", EVENTS));
        var route = HttpRoute.checked(
                request -> request.host().equals("evil")
                        ? Optional.of(HttpResponse.of(HttpStatus.MISDIRECTED_REQUEST))
                        : Optional.empty(),
                paths);
        server = TcpServer.builder()
                .listen("page", "127.0.0.1:0", new HttpEndpoint(route))
                .start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void pageIsSentWithItsFields() throws Exception {
        assertThat(ask("GET /page?hello HTTP/1.1\r\nHost: x\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n"
                        + "X-Content-Type-Options: nosniff\r\n\r\nhello");
    }

    @Test
    void headOfAPageHasItsLengthOnly() throws Exception {
        assertThat(ask("HEAD /page?hello HTTP/1.1\r\nHost: x\r\n\r\n"))
                .endsWith("\r\nContent-Length: 5\r\nX-Content-Type-Options: nosniff\r\n\r\n");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        assertThat(ask("GET /page?1 HTTP/1.1\r\nHost: x\r\n\r\nGET /page?2 HTTP/1.1\r\nHost: x\r\n\r\n"))
                .containsSubsequence("\r\n\r\n1HTTP", "\r\n\r\n2");
    }

    @Test
    void otherPathsAndMethodsAndHostsAreRefused() throws Exception {
        assertThat(ask("GET /else HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 404 Not Found\r\n");
        assertThat(ask("POST /page HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("\r\nAllow: GET, HEAD\r\n");
        assertThat(ask("GET /page HTTP/1.1\r\nHost: evil\r\n\r\n")).startsWith("HTTP/1.1 421 ");
    }

    /// What follows on the connection is dropped.
    @Test
    void streamTakesTheConnectionOver() throws Exception {
        assertThat(ask("GET /events HTTP/1.1\r\nHost: x\r\n\r\nGET /page HTTP/1.1\r\nHost: x\r\n\r\n"))
                .isEqualTo(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: 1\n\n");
        assertThat(ask("HEAD /events HTTP/1.1\r\nHost: x\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
    }

    @Test
    void pageMayBeLargerThanTheOutputThatIsQueued() throws Exception {
        String large = "x".repeat(1_000_000);
        try (var big = TcpServer.builder()
                .listen(
                        "big",
                        "127.0.0.1:0",
                        new HttpEndpoint(_ -> HttpResponse.of(HttpStatus.OK, HttpResponse.TEXT, large)))
                .start()) {
            assertThat(ask(big, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("\r\n\r\n" + large);
        }
    }

    private String ask(String requests) throws Exception {
        return ask(server, requests);
    }

    private static String ask(TcpServer server, String requests) throws Exception {
        try (var client = TcpStream.connect(server.localAddresses().getFirst())) {
            client.writeAll(requests.getBytes(US_ASCII));
            client.shutdown(Shutdown.WRITE);
            return new String(client.inputStream().readAllBytes(), US_ASCII);
        }
    }
}
