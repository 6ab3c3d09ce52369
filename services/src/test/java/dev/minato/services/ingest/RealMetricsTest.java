package dev.minato.services.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The bytes of real programs, captured from their sockets, become what those programs meant, as far as the
/// bytes tell.
class RealMetricsTest {
    private final Gathering gathering = new Gathering();

    /// npm hot-shots 17.1.1 over UDP: one line a datagram, without LF. An event and a check are no metrics.
    @Test
    void hotShots() {
        gathering
                .take("hs.count:3|c|#env:prod,url:http://x/y")
                .take("hs.gauge:-5|g")
                .take("hs.nan:NaN|g");
        gathering
                .take("hs.inf:Infinity|g")
                .take("hs.big:1e+21|g")
                .take("hs.delta:+4|g")
                .take("hs.time:42|ms");
        gathering
                .take("hs.hist:0.25|h")
                .take("hs.dist:7|d")
                .take("hs.set:bob|s")
                .take("hs.set:al|s");
        gathering.take("_e{5,4}:title|text").take("_sc|svc|0").take("hs.sampled:1|c|@0.5");
        assertThat(gathering.samples().lines())
                .containsExactly(
                        "hs_big 1.0E21",
                        "hs_count{env=\"prod\",url=\"http://x/y\"} 3",
                        "hs_delta 4",
                        "hs_dist_sum 7",
                        "hs_dist_count 1",
                        "hs_gauge -5",
                        "hs_hist_sum 0.25",
                        "hs_hist_count 1",
                        "hs_sampled 2",
                        "hs_set 2",
                        "hs_time_seconds_sum 0.042",
                        "hs_time_seconds_count 1");
        assertThat(gathering.results()).isEqualTo("ACCEPTED 10, UNSUPPORTED 2, NOT_FINITE 2");
    }

    /// Its negative gauge is, byte for byte, what StatsD takes for "five less".
    @Test
    void negativeGaugeOfHotShotsIsADelta() {
        assertThat(gathering.take("hs.gauge:-5|g").take("hs.gauge:-5|g").samples())
                .isEqualTo("hs_gauge -10");
    }

    /// Micrometer 1.17.2, the flavour Datadog, which is its default, over UDP: an LF behind each line.
    /// Sends each gauge again and again; a counter of 0.75 is sent as 0; the tag `/x,y|z` ends at its bar,
    /// so its line is none.
    @Test
    void micrometer() {
        String gauge = "datadog.udp.neg:-5.5|g|#statistic:value\n";
        gathering.take("datadog.udp.http.requests:3|c|#statistic:count,method:GET,uri:/a b:c\n"
                + "datadog.udp.frac:0|c|#statistic:count\ndatadog.udp.latency:42|ms|#uri:/x,y|z\n"
                + "datadog.udp.size:1234.5|h\n" + gauge);
        gathering.take(gauge + gauge).take("\n");
        assertThat(gathering.samples().lines())
                .containsExactly(
                        "datadog_udp_frac{statistic=\"count\"} 0",
                        "datadog_udp_http_requests{method=\"GET\",statistic=\"count\",uri=\"/a b:c\"} 3",
                        "datadog_udp_neg{statistic=\"value\"} -5.5",
                        "datadog_udp_size_sum 1234.5",
                        "datadog_udp_size_count 1");
        assertThat(gathering.results()).isEqualTo("ACCEPTED 6, MALFORMED 1");
    }

    @Test
    void otherFlavoursOfMicrometer() {
        gathering.take("telegraf_udp_http_requests,statistic=count,method=GET,uri=/a_b_c:3|c\n"
                + "sysdig.udp.http.requests#statistic=count,method=GET,uri=_a_b_c:3|c\n"
                + "etsyUdpHttpRequests.method.GET.statistic.count.uri./a_b_c:3|c\n");
        assertThat(gathering.samples().lines())
                .containsExactly(
                        "etsyUdpHttpRequests_method_GET_statistic_count_uri__a_b_c 3",
                        "sysdig_udp_http_requests{method=\"GET\",statistic=\"count\",uri=\"_a_b_c\"} 3",
                        "telegraf_udp_http_requests{method=\"GET\",statistic=\"count\",uri=\"/a_b_c\"} 3");
    }

    /// Micrometer over TCP without its buffer puts nothing between lines: no line ends, and none is taken.
    @Test
    void unbufferedMicrometerOverTcpIsLost() {
        String stream = "datadog.tcp.un.http.requests:3|c|#statistic:count,method:GET,uri:/a b:cdatadog.tcp.un.frac:0|c"
                + "|#statistic:countdatadog.tcp.un.latency:42|ms|#uri:/x,y|zdatadog.tcp.un.size:1234.5|h";
        assertThat(Messages.of(stream.getBytes(ISO_8859_1), 100)).containsExactly("INCOMPLETE " + stream);
    }

    /// collectd 5.12.0, write_graphite over UDP with tags: CR LF, several lines a datagram, `nan` for what
    /// is unknown.
    @Test
    void collectd() {
        gathering.take(
                "udp.load.load.shortterm;host=example;plugin=load;type=load;ds_name=shortterm 3.40478515625 1795916006\r\n"
                        + "udp.contextswitch.contextswitch;host=example;plugin=contextswitch;type=contextswitch nan 1795916006\r\n"
                        + "example.uptime.uptime 50835 1795979099\r\n");
        assertThat(gathering.samples().lines())
                .containsExactly(
                        "example_uptime_uptime 50835",
                        "udp_load_load_shortterm{ds_name=\"shortterm\",host=\"example\",plugin=\"load\",type=\"load\"}"
                                + " 3.40478515625");
        assertThat(gathering.results()).isEqualTo("ACCEPTED 2, NOT_FINITE 1");
    }

    /// rsyslog 8.2302.0 with octet counting sends and counts the LF of its RFC 5424 template, unless it has
    /// cut the message at 8,096 bytes; `logger --udp --octet-count` of util-linux 2.38.1 puts the count in
    /// front, too.
    @Test
    void syslog() {
        String cut = "<13>1 2026-11-29T19:04:17.839105+00:00 example hello - - -  ";
        cut += "x".repeat(8096 - cut.length());
        String stream = "64 <13>1 2026-11-29T19:04:17.839105+00:00 example hello - - -  one\n8096 " + cut
                + "64 <13>1 2026-11-29T19:04:17.960180+00:00 example hello - - -  two\n";
        assertThat(Messages.of(stream.getBytes(ISO_8859_1), 1000))
                .hasSize(3)
                .allMatch(message -> message.startsWith("SYSLOG <13>1 2026-11-29T19:04:17"));
        String logged = "<13>1 2026-11-29T19:04:17.839105+00:00 example hello - - -  one";
        assertThat(gathering.take(logged.length() + " " + logged).results()).isEqualTo("ACCEPTED 1");
    }
}
