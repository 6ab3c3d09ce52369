package dev.minato.services.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import dev.minato.services.exposition.MetricFamily;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The page answers whoever asks, several at once, and holds no more connections than its bound.
@Timeout(60)
class MetricsEndpointTest {
    private static final Supplier<List<MetricFamily>> ONE = () -> List.of(MetricFamily.counter("one_total", "One.", 1));

    @Test
    void pageHasTheFamiliesOfAllSources() throws Exception {
        Supplier<List<MetricFamily>> other = () -> List.of(MetricFamily.gauge("two", "Two.", 2));
        try (var endpoint = MetricsEndpoint.open("127.0.0.1:0", List.of(ONE, other))) {
            assertThat(Scrape.of(endpoint))
                    .isEqualTo("# HELP one_total One.\n# TYPE one_total counter\none_total 1\n"
                            + "# HELP two Two.\n# TYPE two gauge\ntwo 2\n");
        }
    }

    @Test
    void rootSaysWhereItIsAndTheRestIsNotThere() throws Exception {
        try (var endpoint = MetricsEndpoint.open("127.0.0.1:0", List.of(ONE))) {
            assertThat(Scrape.get(endpoint, "/")).startsWith("HTTP/1.1 200 ").contains("/metrics");
            assertThat(Scrape.get(endpoint, "/metrics/")).startsWith("HTTP/1.1 404 ");
        }
    }

    /// Each waits within its scrape until the other has come.
    @Test
    void twoScrapeAtOnce() throws Exception {
        var both = new CyclicBarrier(2);
        Supplier<List<MetricFamily>> meeting = () -> {
            meet(both);
            return List.of();
        };
        try (var endpoint = MetricsEndpoint.open("127.0.0.1:0", List.of(meeting, ONE))) {
            Task<String> first = Tasks.spawn(() -> Scrape.of(endpoint));
            String second = Scrape.of(endpoint);

            assertThat(first.join()).isEqualTo(second).contains("one_total 1");
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            int _ = barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void oneMoreThanTheBoundWaitsUntilOneLeaves() throws Exception {
        try (var endpoint = MetricsEndpoint.open("127.0.0.1:0", List.of(ONE))) {
            List<TcpStream> idle = new ArrayList<>();
            for (int i = 0; i < MetricsEndpoint.MAX_CONNECTIONS; i++) {
                idle.add(answered(endpoint));
            }
            var waits = Scrape.connect(endpoint);
            waits.setReadTimeout(Duration.ofMillis(100));
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Scrape.get(waits, "/metrics"))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT));

            idle.removeFirst().close();
            waits.setReadTimeout(Duration.ofSeconds(30));

            assertThat(new String(waits.inputStream().readAllBytes(), US_ASCII)).contains("one_total 1");
            waits.close();
            for (TcpStream each : idle) {
                each.close();
            }
        }
    }

    /// A connection that is kept after its answer.
    private static TcpStream answered(MetricsEndpoint endpoint) throws Exception {
        var client = Scrape.connect(endpoint);
        client.writeAll("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        assertThat(client.inputStream().readNBytes(12)).asString(US_ASCII).isEqualTo("HTTP/1.1 200");
        return client;
    }

    @Test
    void addressThatIsTakenIsNamed() throws Exception {
        try (var endpoint = MetricsEndpoint.open("127.0.0.1:0", List.of(ONE))) {
            String taken = endpoint.address().toString();
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> MetricsEndpoint.open(taken, List.of(ONE)))
                    .withMessageContaining("serve metrics")
                    .withMessageContaining(taken);
        }
    }
}
