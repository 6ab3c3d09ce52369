package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `serve --metrics` is scraped by Prometheus itself, whose checker of names and types has nothing to say.
class PrometheusTest {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private static Serving server;

    @BeforeAll
    static void serve() {
        server = Serving.of("hello", "echo", "--metrics", "127.0.0.1:0", "--max-connections", "1");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static String page(Serving serving) {
        return serving.program()
                .out()
                .await("^metrics at (http://127\\.0\\.0\\.1:\\d+/metrics)$")
                .group(1);
    }

    private static String curl(String... arguments) {
        var always = Stream.of("curl", "-sS", "--noproxy", "*", "--max-time", "30");
        return Program.outputOf("", Stream.concat(always, Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void promtoolFindsNothingToSay() {
        assertThat(Program.outputOf(curl(page(server)), "promtool", "check", "metrics"))
                .isEmpty();
    }

    @Test
    void fullServerIsStillScraped() throws Exception {
        try (var only = server.connect("echo")) {
            only.getOutputStream().write('x');
            assertThat(only.getInputStream().read()).isEqualTo('x');

            assertThat(curl(page(server)))
                    .contains("minato_connections_open{service=\"echo\"} 1\n")
                    .contains("process_open_fds ");
        }
    }

    @Test
    void drainingServerIsStillScraped() throws Exception {
        try (var draining = Serving.of("echo", "--metrics", "127.0.0.1:0", "--drain-timeout", "60s");
                var client = draining.connect("echo")) {
            client.getOutputStream().write('x');
            assertThat(client.getInputStream().read()).isEqualTo('x');
            draining.program().terminate();
            var _ = draining.program().out().await("^SIGTERM: .*");

            assertThat(curl(page(draining))).contains("minato_connections_open{service=\"echo\"} 1\n");
        }
    }

    private static Program prometheus(Path folder) throws IOException {
        Path config = Files.writeString(
                folder.resolve("prometheus.yml"), """
                scrape_configs:
                  - job_name: minato
                    scrape_interval: 1s
                    static_configs:
                      - targets: ["%s"]
                """.formatted(page(server).replaceAll("http://|/metrics", "")));
        return Program.tool(List.of(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:0"));
    }

    private static String api(Program prometheus) {
        var listening = prometheus.err().await("msg=\"Listening on\" address=(127\\.0\\.0\\.1:\\d+)");
        return "http://" + listening.group(1) + "/api/v1/query";
    }

    @Test
    void prometheusScrapesAndAnswersQueries(@TempDir Path folder) throws Exception {
        try (var prometheus = prometheus(folder)) {
            String api = api(prometheus);
            String finished = "minato_connections_closed_total{service=\"hello\",reason=\"finished\"}";

            assertThat(query(api, "up", "\"1\"]")).contains("\"job\":\"minato\"");
            assertThat(query(api, finished, "\"value\"")).contains("\"reason\":\"finished\"");
            assertThat(query(api, "histogram_quantile(0.99, minato_requests_seconds_bucket)", "\"value\""))
                    .contains("\"service\":\"hello\"");
        }
    }

    /// Each query of the dashboard is one, and about metrics that are there.
    @Test
    void prometheusUnderstandsTheDashboardOfTheDocumentation(@TempDir Path folder) throws Exception {
        try (var prometheus = prometheus(folder)) {
            String api = api(prometheus);
            assertThat(query(api, "minato_info", "\"value\"")).contains("\"version\"");
            for (String expression : GrafanaDashboard.expressions()) {
                assertThat(curl(api, "--data-urlencode", "query=" + expression))
                        .as(expression)
                        .startsWith("{\"status\":\"success\"");
            }
        }
    }

    /// Asks until the answer has that in it.
    private static String query(String api, String expression, String expected) {
        return asked(() -> curl(api, "--data-urlencode", "query=" + expression), answer -> answer.contains(expected));
    }

    private static String asked(Supplier<String> question, Predicate<String> good) {
        String answer = question.get();
        for (long start = System.nanoTime();
                !good.test(answer) && System.nanoTime() - start < PATIENCE_NANOS;
                answer = question.get()) {}
        assertThat(answer).matches(good, "has what was asked for");
        return answer;
    }

    @Test
    void addressThatMakesNoSenseIsRefused() {
        try (var program = Program.minato("serve", "echo=127.0.0.1:0", "--metrics", "nowhere")) {
            assertThat(program.exitCode()).isEqualTo(2);
            assertThat(program.err().text()).contains("--metrics: ");
        }
    }

    @Test
    void addressThatIsTakenIsNamed() {
        String taken = page(server).replaceAll("http://|/metrics", "");
        try (var program = Program.minato("serve", "echo=127.0.0.1:0", "--metrics", taken)) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err().text()).contains("serve metrics").contains(taken);
        }
    }
}
