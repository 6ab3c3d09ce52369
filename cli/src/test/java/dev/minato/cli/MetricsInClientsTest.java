package dev.minato.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `minato serve metrics-in` gathers what the programs send that people have: collectd, rsyslog, logger and
/// netcat; and curl reads it back.
class MetricsInClientsTest {
    private static final String OCTETS = "TCP_Framing=\"octet-counted\" template=\"RSYSLOG_SyslogProtocol23Format\"";

    @TempDir
    private Path folder;

    private Serving server;

    @BeforeEach
    void serve() {
        server = Serving.of("metrics-in");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private String tcp() {
        return Integer.toString(server.tcp("metrics-in"));
    }

    private String udp() {
        return Integer.toString(server.udp("metrics-in"));
    }

    private String scrape() {
        return Program.outputOf("", "curl", "-sS", "http://127.0.0.1:" + tcp() + "/metrics");
    }

    /// Scrapes until a line begins so; returns all.
    /// Until there are lines that begin so, all of them: what one line causes is not counted at once.
    private String scrapeUntil(String... starts) {
        String text;
        do {
            text = scrape();
        } while (!Stream.of(starts).map(each -> "\n" + each).allMatch(text::contains));
        return text;
    }

    @Test
    void netcatSendsLinesOverBoth() {
        String _ = Program.outputOf("a.b:1|c\n", "nc", "-u", "-w1", "127.0.0.1", udp());
        String _ = Program.outputOf("a.b:2|c\nload 0.5 1700000000\n", "nc", "-N", "127.0.0.1", tcp());
        assertThat(scrapeUntil("a_b 3\n", "load 0.5\n")).contains("{result=\"malformed\"} 0\n");
    }

    @ParameterizedTest
    @CsvSource({
        "--udp, rfc5424",
        "--tcp, rfc5424",
        "--udp --octet-count, rfc5424",
        "--tcp --octet-count, rfc5424",
        "--udp --rfc3164, rfc3164",
        "--tcp --rfc3164 --octet-count, rfc3164",
    })
    void loggerIsCounted(String options, String format) {
        String port = options.contains("--udp") ? udp() : tcp();
        String arguments = "logger " + options + " --server 127.0.0.1 --port " + port + " -p local3.err hello";
        String _ = Program.outputOf("", arguments.split(" "));
        assertThat(scrapeUntil(
                        "minato_metrics_in_syslog_messages_total{facility=\"local3\",severity=\"err\",format=\""
                                + format + "\"} 1\n",
                        "minato_metrics_in_lines_total{result=\"accepted\"} 1\n"))
                .contains("{result=\"malformed_syslog\"} 0\n", "{result=\"incomplete\"} 0\n");
    }

    /// A message of 9,000 bytes is cut at 8,096 by rsyslog, and then has no LF.
    @ParameterizedTest
    @CsvSource({"tcp, true, rfc5424", "tcp, false, rfc3164", "udp, false, rfc3164"})
    void rsyslogIsCounted(String protocol, boolean countsOctets, String format) throws IOException {
        Path socket = folder.resolve("log");
        String port = protocol.equals("udp") ? udp() : tcp();
        Path config = write("rsyslog.conf", """
                module(load="imuxsock" SysSock.Use="off")
                input(type="imuxsock" Socket="%s")
                action(type="omfwd" target="127.0.0.1" port="%s" protocol="%s" %s)
                """.formatted(socket, port, protocol, countsOctets ? OCTETS : ""));
        try (var rsyslog = Program.tool(
                List.of("rsyslogd", "-n", "-i", folder.resolve("pid").toString(), "-f", config.toString()))) {
            awaitFile(socket, rsyslog);
            log(socket, "one");
            log(socket, "x".repeat(9_000));
            log(socket, "two");
            assertThat(scrapeUntil(
                            "minato_metrics_in_syslog_messages_total{facility=\"local5\",severity=\"info\",format=\""
                                    + format + "\"} 3\n"))
                    .contains("{result=\"malformed\"} 0\n", "{result=\"malformed_syslog\"} 0\n");
        }
    }

    private static void log(Path socket, String text) {
        String _ = Program.outputOf(
                "", "logger", "-u", socket.toString(), "-t", "hello", "-p", "local5.info", "--size", "20000", text);
    }

    @ParameterizedTest
    @CsvSource({"tcp", "udp"})
    void collectdIsGathered(String protocol) throws IOException {
        Path config = write("collectd.conf", """
                Hostname "example"
                Interval 1
                PIDFile "%s"
                LoadPlugin write_graphite
                LoadPlugin uptime
                <Plugin write_graphite>
                  <Node "it">
                    Host "127.0.0.1"
                    Port "%s"
                    Protocol "%s"
                    UseTags true
                  </Node>
                </Plugin>
                """.formatted(
                        folder.resolve("pid"), protocol.equals("udp") ? udp() : tcp(), protocol));
        try (var _ = Program.tool(List.of("collectd", "-f", "-C", config.toString()))) {
            String text = scrapeUntil("uptime_uptime{host=\"example\",plugin=\"uptime\",type=\"uptime\"} ");
            assertThat(text).contains("{result=\"malformed\"} 0\n");
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, UTF_8);
    }

    private static void awaitFile(Path path, Program maker) {
        while (!Files.exists(path)) {
            assertThat(maker.isRunning()).as("%s", maker).isTrue();
            Thread.onSpinWait();
        }
    }
}
