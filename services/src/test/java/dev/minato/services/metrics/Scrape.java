package dev.minato.services.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import java.io.IOException;
import java.time.Duration;

/// A scrape by hand.
final class Scrape {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BEHIND_HEAD = "\r\n\r\n";

    private Scrape() {}

    static TcpStream connect(MetricsEndpoint endpoint) throws NetException {
        return TcpStream.connect(endpoint.address());
    }

    /// The body of what is at `/metrics`.
    static String of(MetricsEndpoint endpoint) throws IOException {
        String answer = get(endpoint, "/metrics");
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n");
        return answer.substring(answer.indexOf(BEHIND_HEAD) + BEHIND_HEAD.length());
    }

    /// The body, once it has that in it: what is counted may come a moment after what the peer sees.
    static String await(MetricsEndpoint endpoint, String expected) throws IOException {
        String text = of(endpoint);
        for (long end = System.nanoTime() + PATIENCE.toNanos();
                !text.contains(expected) && System.nanoTime() - end < 0;
                text = of(endpoint)) {}
        assertThat(text).contains(expected);
        return text;
    }

    /// The whole answer.
    static String get(MetricsEndpoint endpoint, String path) throws IOException {
        try (var client = connect(endpoint)) {
            return get(client, path);
        }
    }

    static String get(TcpStream client, String path) throws IOException {
        client.writeAll(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
        return new String(client.inputStream().readAllBytes(), US_ASCII);
    }
}
